import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Finding } from '../../shared/config/finding.ts';
import { sameName, type NodeEntry } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { addApplyKeyToFleetText, addToFleetText, readFleetText, removeFromFleetText } from './fleet-text.ts';
import { FLEET_FILE } from './paths.ts';
import { createQueue, type Queue } from '../files/queue.ts';
import { readTextFile } from './read-file.ts';

/** By the path of the fleet file: its last text and what that says. */
const understood = new Map<string, Fleet>();

/**
 * The nodes of a workspace, in the order of the file; none when there is no fleet file. The file is read each
 * time, so edits by hand count at once, and understood again only when it says something else.
 */
export async function readFleet(workspace: string): Promise<readonly NodeEntry[]> {
  const path = resolve(workspace, FLEET_FILE);
  const text = await readTextFile(path);
  if (text === null || text.trim() === '') return [];
  const known = understood.get(path);
  if (known?.text === text) return known.nodes;
  const nodes = nodesOf(text);
  understood.set(path, { text, nodes });
  return nodes;
}

/**
 * Adds a node to the fleet file, which is made when there is none; comments in it stay.
 * Rejects with `node_exists`, with `fleet_invalid` when the file cannot be read, and with `file_changed` when
 * something else wrote it meanwhile.
 */
export function addNode(workspace: string, entry: NodeEntry): Promise<void> {
  return editFleet(workspace, (text, nodes) => {
    if (nodes.some(({ name }) => sameName(name, entry.name))) {
      throw new ProblemError({
        code: 'node_exists',
        message: `There is already a node named "${entry.name}".`,
        next: 'Choose another name, or remove the old node first.',
        where: FLEET_FILE,
      });
    }
    return { text: addToFleetText(text, entry), nodes: [...nodes, entry] };
  });
}

/** Takes a node out of the fleet file. Rejects with `node_unknown` or `file_changed`. Its folder stays. */
export function removeNode(workspace: string, name: string): Promise<void> {
  return editFleet(workspace, (text, nodes) => {
    requireNamed(name, nodes);
    return { text: removeFromFleetText(text, name), nodes: nodes.filter((node) => node.name !== name) };
  });
}

/**
 * Notes that a node has a second key, for writing, in the keychain. Rejects with `node_unknown` or
 * `file_changed`.
 */
export function addApplyKey(workspace: string, name: string): Promise<void> {
  return editFleet(workspace, (text, nodes) => {
    requireNamed(name, nodes);
    const edited = nodes.map((node): NodeEntry =>
      node.name === name ? Object.assign({}, node, { applyKey: { from: 'keychain' } }) : node,
    );
    return { text: addApplyKeyToFleetText(text, name), nodes: edited };
  });
}

/** The problem of a name that no node has. */
export function unknownNode(name: string, nodes: readonly NodeEntry[]): ProblemError {
  const names = nodes.map((node) => node.name).join(', ');
  return new ProblemError({
    code: 'node_unknown',
    message: `There is no node named "${name}".`,
    next: names === '' ? 'Add a node in Fleet first.' : `Use one of: ${names}.`,
    where: FLEET_FILE,
  });
}

/** The nodes that are named, in the order of the fleet file; all of them without names. Throws `node_unknown`. */
export function namedNodes(
  nodes: readonly NodeEntry[],
  names: readonly string[] | undefined,
): readonly NodeEntry[] {
  for (const name of names ?? []) requireNamed(name, nodes);
  return nodes.filter(({ name }) => names?.includes(name) ?? true);
}

/** All that makes a file unusable, as one problem in the order of its lines; for files that nothing works without. */
export function findingProblem(code: string, file: string, findings: readonly Finding[]): ProblemError {
  const [first, ...more] = findings
    .filter(({ severity }) => severity === 'critical')
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const problemOf = (finding: Finding | undefined) => ({
    code,
    message: `${file} cannot be used: ${finding?.message ?? 'it cannot be read.'}`,
    next: finding?.fix ?? 'Mend the file.',
    where: finding?.line === undefined ? file : `${file}:${finding.line}:${finding.column ?? 1}`,
  });
  return new ProblemError({
    ...problemOf(first),
    ...(more.length === 0 ? {} : { more: more.map(problemOf) }),
  });
}

function nodesOf(text: string): readonly NodeEntry[] {
  const { nodes, findings } = readFleetText(text);
  if (nodes !== null) return nodes;
  throw findingProblem('fleet_invalid', FLEET_FILE, findings);
}

/** The text of a fleet file and the nodes in it. */
interface Fleet {
  readonly text: string;
  readonly nodes: readonly NodeEntry[];
}

/** By the path of the fleet file. */
const queues = new Map<string, Queue>();

/** Edits of one fleet file wait for each other: each begins with what the one before it wrote. */
function editFleet(
  workspace: string,
  edit: (text: string, nodes: readonly NodeEntry[]) => Fleet,
): Promise<void> {
  const path = resolve(workspace, FLEET_FILE);
  const queue = queues.get(path) ?? createQueue();
  queues.set(path, queue);
  return queue(async () => {
    const before = await readTextFile(path);
    const text = before ?? '';
    const edited = edit(text, text.trim() === '' ? [] : nodesOf(text));
    requireReadBack(path, edited);
    await writeFileAtomic(path, edited.text, { replaces: before });
  });
}

function requireNamed(name: string, nodes: readonly NodeEntry[]): void {
  if (!nodes.some((node) => node.name === name)) throw unknownNode(name, nodes);
}

/** The edit is a splice of text; a file in an unusual form must never be written back as something else. */
function requireReadBack(path: string, { text, nodes }: Fleet): void {
  if (isDeepStrictEqual(readFleetText(text).nodes, nodes)) return;
  throw new ProblemError({
    code: 'fleet_not_edited',
    message: 'The fleet file is written in a form that cannot be edited safely. It is unchanged.',
    next: 'Edit it by hand.',
    where: path,
  });
}

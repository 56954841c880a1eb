import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import type { Finding } from '../../shared/config/finding.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { addApplyKeyToFleetText, addToFleetText, readFleetText, removeFromFleetText } from './fleet-text.ts';
import { FLEET_FILE } from './paths.ts';
import { readTextFile } from './read-file.ts';

/** The nodes of a workspace, in the order of the file; none when there is no fleet file. */
export async function readFleet(workspace: string): Promise<readonly NodeEntry[]> {
  const text = await readTextFile(join(workspace, FLEET_FILE));
  return text === null || text.trim() === '' ? [] : nodesOf(text);
}

/**
 * Adds a node to the fleet file, which is made when there is none; comments in it stay.
 * Rejects with `node_exists`, and with `fleet_invalid` when the file cannot be read.
 */
export async function addNode(workspace: string, entry: NodeEntry): Promise<void> {
  const path = join(workspace, FLEET_FILE);
  const text = (await readTextFile(path)) ?? '';
  const nodes = text.trim() === '' ? [] : nodesOf(text);
  // Names become folder names, and not every disk tells prod from Prod.
  if (nodes.some(({ name }) => name.toLowerCase() === entry.name.toLowerCase())) {
    throw new ProblemError({
      code: 'node_exists',
      message: `There is already a node named "${entry.name}".`,
      next: 'Choose another name, or remove the old node first.',
      where: FLEET_FILE,
    });
  }
  await writeFleet(path, addToFleetText(text, entry), [...nodes, entry]);
}

/** Takes a node out of the fleet file. Rejects with `node_unknown`. Its folder stays. */
export async function removeNode(workspace: string, name: string): Promise<void> {
  const path = join(workspace, FLEET_FILE);
  const text = (await readTextFile(path)) ?? '';
  const nodes = text.trim() === '' ? [] : nodesOf(text);
  if (!nodes.some((node) => node.name === name)) throw unknownNode(name, nodes);
  await writeFleet(
    path,
    removeFromFleetText(text, name),
    nodes.filter((node) => node.name !== name),
  );
}

/** Notes that a node has a second key, for writing, in the keychain. Rejects with `node_unknown`. */
export async function addApplyKey(workspace: string, name: string): Promise<void> {
  const path = join(workspace, FLEET_FILE);
  const text = (await readTextFile(path)) ?? '';
  const nodes = text.trim() === '' ? [] : nodesOf(text);
  if (!nodes.some((node) => node.name === name)) throw unknownNode(name, nodes);
  const expected = nodes.map((node): NodeEntry =>
    node.name === name ? Object.assign({}, node, { applyKey: { from: 'keychain' } }) : node,
  );
  await writeFleet(path, addApplyKeyToFleetText(text, name), expected);
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

/** A finding as a problem, for files that nothing works without. */
export function findingProblem(code: string, file: string, finding: Finding | undefined): ProblemError {
  const place = finding?.line === undefined ? file : `${file}:${finding.line}:${finding.column ?? 1}`;
  return new ProblemError({
    code,
    message: `${file} cannot be used: ${finding?.message ?? 'it cannot be read.'}`,
    next: finding?.fix ?? 'Mend the file.',
    where: place,
  });
}

function nodesOf(text: string): readonly NodeEntry[] {
  const { nodes, findings } = readFleetText(text);
  if (nodes !== null) return nodes;
  throw findingProblem(
    'fleet_invalid',
    FLEET_FILE,
    findings.find(({ severity }) => severity === 'critical'),
  );
}

async function writeFleet(path: string, text: string, expected: readonly NodeEntry[]): Promise<void> {
  const read = readFleetText(text);
  // The edit is a splice of text; a file in an unusual form must never be written back as something else.
  if (read.nodes === null || !isDeepStrictEqual(read.nodes, expected)) {
    throw new ProblemError({
      code: 'fleet_not_edited',
      message: 'The fleet file is written in a form that cannot be edited safely. It is unchanged.',
      next: 'Edit it by hand.',
      where: path,
    });
  }
  await writeFileAtomic(path, text);
}

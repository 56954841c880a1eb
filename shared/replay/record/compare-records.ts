import { equalJson, type JsonObject } from '../../json.ts';
import type { HashedFile, NodeInputs, ReplayRecord } from './replay-record.ts';

/** Something that a replay depends on and that is no longer as it was. */
export interface MovedInput {
  readonly what: 'file' | 'node' | 'snapshot' | 'rules' | 'segments';
  /** Null for what is of all nodes. */
  readonly node: string | null;
  /** A sentence. */
  readonly text: string;
  /** The files or segments that it is about, all of them. */
  readonly names: readonly string[];
}

/** What a replay that was run again says of the one that is kept. */
export interface RecordComparison {
  /**
   * `same`: byte by byte. `moved`: something that it depends on is not as it was. `differs`: all that it depends on is as
   * it was, and yet the result is another one.
   */
  readonly verdict: 'same' | 'moved' | 'differs';
  readonly moved: readonly MovedInput[];
  /** The parts of the result that are not as they were: `denied`, `byTeam`. */
  readonly differs: readonly string[];
}

/** Compares a kept replay with one of the same question. */
export function compareRecords(before: ReplayRecord, now: ReplayRecord): RecordComparison {
  const moved = [
    ...movedFiles(before.inputs.files, now.inputs.files),
    ...before.inputs.nodes.flatMap((was) =>
      movedNode(
        was,
        now.inputs.nodes.find(({ node }) => node === was.node),
      ),
    ),
    ...now.inputs.nodes
      .filter(({ node }) => !before.inputs.nodes.some((was) => was.node === node))
      .map(({ node }) => nodeMoved(node, `${node} was not part of this replay.`)),
  ];
  const differs = differingParts(before, now);
  return { verdict: moved.length > 0 ? 'moved' : differs.length > 0 ? 'differs' : 'same', moved, differs };
}

/** The names of the parts of two results that are not alike. */
export function differingParts({ result }: ReplayRecord, now: ReplayRecord): readonly string[] {
  const [was, is]: readonly [JsonObject, JsonObject] = [result, now.result];
  return Object.keys({ ...was, ...is })
    .filter((name) => !equalJson(was[name], is[name]))
    .toSorted();
}

/** Files that say another thing, are gone or are new. */
export function movedFiles(before: readonly HashedFile[], now: readonly HashedFile[]): readonly MovedInput[] {
  const is = new Map(now.map((file) => [file.path, file.sha256]));
  const was = new Map(before.map((file) => [file.path, file.sha256]));
  return [...new Set([...was.keys(), ...is.keys()])].toSorted().flatMap((path): readonly MovedInput[] => {
    const [old, young] = [was.get(path), is.get(path)];
    if (old === young) return [];
    const text =
      young === undefined
        ? `${path} (${short(old)}) is not there any more.`
        : old === undefined
          ? `${path} was not there.`
          : `${path} says something else: ${short(old)} then, ${short(young)} now.`;
    return [{ what: 'file', node: null, text, names: [path] }];
  });
}

function movedNode(was: NodeInputs, is: NodeInputs | undefined): readonly MovedInput[] {
  const { node } = was;
  if (is === undefined) return [nodeMoved(node, `${node} is not in the fleet any more.`)];
  return [
    ...(is.kind === was.kind ? [] : [nodeMoved(node, `${node} is a node of another kind now: ${is.kind}.`)]),
    ...(is.environment === was.environment
      ? []
      : [nodeMoved(node, `${node} is in ${is.environment} now; it was in ${was.environment}.`)]),
    ...movedSnapshot(was, is),
    ...movedTables(was, is),
    ...movedSegments(was, is),
  ];
}

function nodeMoved(node: string, text: string): MovedInput {
  return { what: 'node', node, text, names: [] };
}

function movedSnapshot(
  { node, snapshot: was }: NodeInputs,
  { snapshot: is }: NodeInputs,
): readonly MovedInput[] {
  if (equalJson(was, is)) return [];
  return [{ what: 'snapshot', node, text: snapshotWords(node, was, is), names: [] }];
}

function snapshotWords(node: string, was: NodeInputs['snapshot'], is: NodeInputs['snapshot']): string {
  if (was === null) return `${node} was not pulled then, and is now.`;
  if (is === null) return `The snapshot of ${node} (${short(was.hash)}) is not there any more.`;
  if (was.hash !== is.hash)
    return `${node} is taken in another state: ${short(was.hash)} of ${was.takenAt} then, ${short(is.hash)} of ${is.takenAt} now.`;
  return was.takenAt === is.takenAt
    ? `What the snapshot of ${node} says beside its state was changed: ${short(was.content)} then, ${short(is.content)} now.`
    : `${node} is taken in the same state, pulled at another time: ${was.takenAt} then, ${is.takenAt} now.`;
}

function movedTables({ node, tables: was }: NodeInputs, { tables: is }: NodeInputs): readonly MovedInput[] {
  const uses = [...new Set([...was, ...is].map(({ use }) => use))].toSorted();
  return uses.flatMap((use): readonly MovedInput[] => {
    const [old, young] = [was, is].map((tables) => tables.find((table) => table.use === use));
    if (equalJson(old, young)) return [];
    const text =
      old === undefined || young === undefined
        ? `${node}: the table of ${use} was ${old === undefined ? 'not asked then' : 'asked then'}.`
        : old.release === young.release
          ? `${node}: this version of Gatehouse has another table of ${use} of ${old.release}: ${short(old.sha256)} then, ${short(young.sha256)} now.`
          : `${node}: the ${use} are those of ${young.release} now; they were those of ${old.release}.`;
    return [{ what: 'rules', node, text, names: [] }];
  });
}

function movedSegments({ node, ...was }: NodeInputs, is: NodeInputs): readonly MovedInput[] {
  const now = new Map(is.segments.map(({ name, sha256 }) => [name, sha256]));
  const then = new Map(was.segments.map(({ name, sha256 }) => [name, sha256]));
  const unread = new Set(is.lost);
  const gone = [...then.keys()].filter((name) => !now.has(name));
  const say = (names: readonly string[], one: string, many: string): readonly MovedInput[] =>
    names.length === 0
      ? []
      : [
          {
            what: 'segments',
            node,
            text: `${node}: ${listed(names)} ${names.length === 1 ? one : many}.`,
            names,
          },
        ];
  return [
    ...say(
      gone.filter((name) => !unread.has(name)),
      'is gone',
      'are gone',
    ),
    ...say(
      gone.filter((name) => unread.has(name)),
      'cannot be read now',
      'cannot be read now',
    ),
    ...say(
      [...now.keys()].filter((name) => !then.has(name)),
      'was added',
      'were added',
    ),
    ...say(
      [...then.keys()].filter((name) => now.has(name) && now.get(name) !== then.get(name)),
      'was changed',
      'were changed',
    ),
  ];
}

const MOST_NAMES = 4;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const rest = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return `segment${names.length === 1 ? '' : 's'} ${shown}${rest}`;
}

function short(hash: string | undefined): string {
  return (hash ?? '').slice(0, 12);
}

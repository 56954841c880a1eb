import { randomBytes } from 'node:crypto';

import type { ImportSummary, RepairStep } from '../../../shared/audit/logged-request.ts';
import { cancelled, CANCELLED, ProblemError } from '../../../shared/result.ts';
import type { Work } from '../../gateways/adapter.ts';
import { createPace } from '../pace.ts';
import type { Pace } from '../pace.ts';
import { correctedBy } from '../segment/correction.ts';
import { readDoublewordExports } from '../import/doubleword-files.ts';
import type { RowReading } from '../import/import-source.ts';
import { importCommand, sourceWords } from '../query/again.ts';
import { lostWords } from '../query/coverage.ts';
import { countRequests, newerWords } from '../query/problems.ts';
import { againWords, unsureSpans } from '../query/unsure.ts';
import { isSameSource } from '../sources/log-file.ts';
import { openLogSource } from '../sources/open-log-source.ts';
import type { CommittedSegment, SourceFiles } from '../store/commit.ts';
import { claimsOf } from '../store/claim.ts';
import { describeSegment } from '../store/found-segment.ts';
import type { LostSegment } from '../store/lost-segment.ts';
import type { NodeStore } from '../store/node-store.ts';
import { unnamedSegments } from './check-folder.ts';
import { dropDifferingRollups } from './check-rollups.ts';
import { correctAgain } from './correct-again.ts';
import { rewriteLog } from './rewrite-log.ts';
import type { LogSource } from '../sources/log-source.ts';

/** What mending a node needs. */
export interface RepairTools {
  readonly store: NodeStore;
  readonly now: () => Date;
  readonly stamp: () => string;
  /** Imports a file into the node; what was lost of the same file is dropped with it. */
  readonly importAgain: (source: LogSource, reading?: RowReading) => Promise<ImportSummary>;
  readonly work: Work;
}

/**
 * Mends a node's archive as far as it can be: its commits, the segments whose files are still there, the time of those
 * that came from the node itself, and corrections. Only for who holds the node's lock. What was mended stays when it
 * rejects,
 * also with `cancelled`.
 */
export async function repairNode(tools: RepairTools): Promise<readonly RepairStep[]> {
  const { store, work } = tools;
  const pace = createPace(() => {
    if (work.signal.aborted) throw cancelled(`The repair of ${store.node}`);
  });
  const steps: RepairStep[] = [];
  const add = (done: boolean, text: string): void => void steps.push({ node: store.node, done, text });
  const { damage, found, newer } = await store.state();
  if (newer) {
    add(false, newerWords(store.node));
    return steps;
  }
  if (damage.length > 0) {
    const kept = await rewriteLog(store, tools.now(), tools.stamp());
    const was = kept === null ? '' : ` What stood there is kept as ${kept}.`;
    const lines = `commits.jsonl was written anew without what could not be read: ${damage.join(', ')}.`;
    add(true, `${lines} ${await whatIsKnown(store, found)}${was}`);
  }
  await importAgain(tools, add);
  await readAgain(tools, add);
  await correctLost(tools, pace, add);
  // What took requests out that came twice may have been lost with the record of imports.
  if (damage.length > 0 || unsureSpans(await store.state()).length > 0) await countOnce(tools, pace, add);
  await pace.rest();
  for (const { month, what } of await dropDifferingRollups(store, pace))
    add(true, `The ${what} of ${month} were not those of its requests. They are added up again.`);
  for (const lost of await store.lost())
    if (lost.state === 'newer' || lost.state === 'unreadable') add(false, lostWords(lost));
  return steps;
}

/**
 * Lets segments count again that lie in their place and that no commit names, because the last lines of the commits are
 * lost. Only for who holds the node's lock, and before what is left of ended imports is tidied up.
 */
export async function claimUnnamed(store: NodeStore, now: () => Date): Promise<readonly RepairStep[]> {
  const { damage, newer } = await store.state();
  // Where lines are damaged these count already, and are named again with the others.
  if (newer || damage.length > 0) return [];
  const names = await unnamedSegments(store);
  const add = names.flatMap((name) => describeSegment(store.folder, name) ?? []);
  if (add.length === 0) return [];
  for (const claim of claimsOf(add, now().toISOString())) await store.commit(claim);
  const text = `The last lines of commits.jsonl are lost. ${await whatIsKnown(store, add)}`;
  return [{ node: store.node, done: true, text }];
}

/** What counts again of imports whose record is lost, and how to be sure of the rest. */
async function whatIsKnown(store: NodeStore, found: readonly CommittedSegment[]): Promise<string> {
  const segments = found.filter(({ rows }) => rows > 0);
  if (segments.length === 0)
    return 'What else they said, such as which hours were imported, is lost: gatehouse coverage names the hours to import again.';
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
  const counts = `What was found of them counts again: ${countRequests(rows)}.`;
  if (unsureSpans(await store.state()).length === 0) return `${counts} Other imports cover their time.`;
  return `${counts} Which hours were imported with them is lost. ${againWords(store.node, segments)}`;
}

type Add = (done: boolean, text: string) => void;

/** Those that can be made again, or given up: not what a newer version wrote. */
async function lostOf({ store }: RepairTools): Promise<readonly LostSegment[]> {
  return (await store.lost()).filter(({ state }) => state === 'damaged' || state === 'missing');
}

async function importAgain(tools: RepairTools, add: Add): Promise<void> {
  const { store, work } = tools;
  const files = new Map<string, CommittedSegment[]>();
  for (const { segment } of await lostOf(tools)) {
    if (segment.rows === 0 || segment.source === null) continue;
    const key = JSON.stringify(segment.source);
    files.set(key, [...(files.get(key) ?? []), segment]);
  }
  for (const segments of files.values()) {
    const of = segments[0]?.source;
    if (of === undefined || of === null) continue;
    const lost = segments.reduce((sum, { rows }) => sum + rows, 0);
    const missing = `${lost} requests that were imported from ${of.path} are still missing.`;
    const files = await sourceAgain(of);
    if ('why' in files) {
      add(false, `${missing} ${files.why} To import it by hand: ${handCommand(store.node, of, files)}`);
      continue;
    }
    try {
      const ready = await readDoublewordExports([files.source, ...files.beside], work);
      const { inserted, repeated } = await tools.importAgain(files.source, ready.reading);
      add(
        true,
        `${sourceWords(of)} was imported again: ${inserted} requests came back, ${repeated} were there already.`,
      );
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code === CANCELLED) throw error;
      add(false, `${missing} ${error.problem.message}`);
    }
  }
}

/** The files of a lost segment as they were imported, or why they are not to be had. */
async function sourceAgain(
  of: SourceFiles,
): Promise<
  | { readonly source: LogSource; readonly beside: readonly LogSource[] }
  | { readonly why: string; readonly lacksCharges: boolean }
> {
  const found: LogSource[] = [];
  for (const { path, fingerprint } of [of, ...(of.beside ?? [])]) {
    const source = await openLogSource(path).catch((error: unknown) => {
      if (error instanceof ProblemError) return error.problem.message;
      throw error;
    });
    if (typeof source === 'string') return { why: source, lacksCharges: false };
    if (!isSameSource(source, fingerprint))
      return { why: `${path} is no longer the file that was imported.`, lacksCharges: false };
    found.push(source);
  }
  const [source, ...beside] = found;
  if (source === undefined) throw new Error('A segment has no source.');
  // Earlier versions did not keep what was read with it.
  if (source.rows !== 'litellm' && of.beside === undefined)
    return { why: `${of.path} has to be imported together with its transactions.`, lacksCharges: true };
  return { source, beside };
}

function handCommand(node: string, of: SourceFiles, { lacksCharges }: { lacksCharges: boolean }): string {
  const command = importCommand(node, of);
  return lacksCharges ? command.replace(' --node ', ' TRANSACTIONS --node ') : command;
}

/** What came from the node itself is given up, so that the next import from the node reads that time again. */
async function readAgain(tools: RepairTools, add: Add): Promise<void> {
  const { store } = tools;
  const lost = (await lostOf(tools)).map(({ segment }) => segment);
  const gone = lost.filter(({ rows, source }) => rows > 0 && source === null);
  if (gone.length === 0) return;
  const names = new Set(gone.map(({ name }) => name));
  const { segments, readUntilMs } = await store.state();
  const corrections = segments.filter(({ name, rows }) => rows === 0 && names.has(correctedBy(name)));
  const fromMs = Math.min(...gone.map(({ firstMs }) => firstMs));
  await store.commit({
    at: tools.now().toISOString(),
    add: [],
    drop: [...names, ...corrections.map(({ name }) => name)],
    covered: [],
    uncovered: gone.map(({ firstMs, lastMs }) => [firstMs, lastMs + 1]),
    readUntilMs: readUntilMs === null ? null : Math.min(readUntilMs, fromMs),
    import: null,
  });
  const rows = gone.reduce((sum, segment) => sum + segment.rows, 0);
  add(
    true,
    `${rows} requests of the node's own log cannot be made again here. The next import from ${store.node} reads it again from ${new Date(fromMs).toISOString()} on.`,
  );
}

/** Those of all segments are found together: the archive is looked through for as few times as can be. */
/** Takes out again what counts twice, wherever it is. */
async function countOnce(tools: RepairTools, pace: Pace, add: Add): Promise<void> {
  const { store } = tools;
  const targets = (await store.segments()).filter(({ rows }) => rows > 0);
  const made = [...(await correctAgain(targets, correctTools(tools, pace))).values()];
  if (made.length === 0) return;
  const rows = made.reduce((sum, one) => sum + one.rows, 0);
  await store.commit({
    at: tools.now().toISOString(),
    add: made.map(({ entry }) => entry),
    drop: [],
    covered: [],
    readUntilMs: null,
    import: null,
  });
  add(true, `${countRequests(rows)} came twice, and count once again.`);
}

function correctTools({ store, stamp, work }: RepairTools, pace: Pace) {
  return {
    store,
    prefix: `${stamp()}-${randomBytes(3).toString('hex')}`,
    pace,
    progress: (done: number, total: number) =>
      work.progress(done, total, `finding again which requests of ${store.node} came twice`),
  };
}

async function correctLost(tools: RepairTools, pace: Pace, add: Add): Promise<void> {
  const { store } = tools;
  const lost = new Map<string, string[]>();
  for (const { segment } of await lostOf(tools)) {
    if (segment.rows > 0) continue;
    const name = correctedBy(segment.name);
    lost.set(name, [...(lost.get(name) ?? []), segment.name]);
  }
  // What is not there itself has its corrections dropped with it, when it is brought again.
  const targets = (await store.segments()).filter(({ name }) => lost.has(name));
  if (targets.length === 0) return;
  const made = await correctAgain(targets, correctTools(tools, pace));
  for (const { name } of targets) {
    const again = made.get(name);
    const corrections = lost.get(name) ?? [];
    await store.commit({
      at: tools.now().toISOString(),
      add: again === undefined ? [] : [again.entry],
      drop: corrections,
      covered: [],
      readUntilMs: null,
      import: null,
    });
    add(
      true,
      `The correction ${corrections.join(', ')} was made again: ${again?.rows ?? 0} requests that came twice count once.`,
    );
  }
}

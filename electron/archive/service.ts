import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { LogFacts } from '../../shared/audit/coverage-facts.ts';
import type { ImportSummary } from '../../shared/audit/logged-request.ts';
import type { ArchiveVerification } from '../../shared/audit/archive-check.ts';
import type { CostDimension, CostReport } from '../../shared/cost/cost-report.ts';
import { untoldBy } from '../../shared/cost/untold.ts';
import { costsCsv } from '../../shared/cost/csv.ts';
import { GATEWAY_NAMES } from '../../shared/fleet/node.ts';
import type { GatewayKind } from '../../shared/fleet/node.ts';
import { ProblemError } from '../../shared/result.ts';
import type { CallContext, CoreDependencies, HandlersOf } from '../core/handlers.ts';
import type { Work } from '../gateways/adapter.ts';
import type { GroupCosts } from '../workspace/group-costs.ts';
import type { Archive } from './archive.ts';
import type { CostOnly, UntoldByNode } from './query/cost-report.ts';
import { createAuditHandlers, type RequestHandlers } from './audit-handlers.ts';
import { importWindow } from './import-window.ts';
import { addWarning } from './import/warnings.ts';
import { importStopped } from './import-stopped.ts';
import type { ImportedFile } from './imported-files.ts';
import { readDoublewordExports } from './import/doubleword-files.ts';
import { unreadable } from './sources/source-problems.ts';
import { openLogSource } from './sources/open-log-source.ts';
import type { LogSource } from './sources/log-source.ts';
import type { ArchiveFleet } from './archive-fleet.ts';

/** The calls about imported logs: what they need, and the archive they answer from. */
export type ArchiveServiceDependencies = Pick<CoreDependencies, 'clock' | 'events' | 'adapter'> &
  ArchiveFleet & {
    readonly archive: Archive;
    /** What is known of how a node keeps its log; null for one that the fleet no longer names. */
    readonly facts: (node: string) => Promise<LogFacts | null>;
    /** How costs are given to groups. */
    readonly groupCosts: GroupCosts;
  };

export type ArchiveService = HandlersOf<'archive'> &
  RequestHandlers &
  HandlersOf<'costs'> & { close(): Promise<void> };

/** Makes the handlers of `archive.*`, `audit.*` and `costs.*`. */
export function createArchiveService(dependencies: ArchiveServiceDependencies): ArchiveService {
  const { archive, clock, events } = dependencies;

  async function importFiles(
    node: string,
    paths: readonly string[],
    context: CallContext,
  ): Promise<readonly ImportSummary[]> {
    const { kind } = await dependencies.entry(node);
    // All of them are looked at before the first is taken in: a wrong one should not be found half-way.
    const given: LogSource[] = [];
    for (const path of paths) {
      context.progress({ label: `Looking at ${basename(path)}`, unit: 'rows' });
      const found = (files: number): void => context.progress({ detail: `${files} files` });
      given.push(await openLogSource(path, { signal: context.signal, found }));
    }
    checkKinds(node, kind, given);
    const { sources, reading, leftOver } = await readDoublewordExports(given, {
      signal: context.signal,
      progress: (done, all, detail = '') =>
        context.progress({ label: 'Reading who paid for what', unit: 'bytes', done, total: all, detail }),
    });
    const total = sources.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
    const summaries: ImportSummary[] = [];
    let before = 0;
    const files: (readonly [LogSource, ImportedFile])[] = [];
    for (const source of sources) files.push([source, await fileOf(node, source)]);
    for (const [source, file] of files) {
      context.progress({
        label: `Importing ${source.description} into ${node}`,
        unit: 'bytes',
        done: before,
        total,
        detail: '',
      });
      try {
        summaries.push(await archive.importSource(node, source, workOf(context, before, total), reading));
      } catch (error) {
        throw importStopped(sources, summaries, error);
      }
      await archive.noteImported(file);
      before += source.totalBytes;
    }
    // Known when all of them are in: another of the files may have had the request.
    const [warning, last] = [leftOver(), summaries.at(-1)];
    if (warning !== null && last !== undefined) summaries[summaries.length - 1] = addWarning(last, warning);
    return summaries;
  }

  /** Teams by the workspace's rule, where figures depend on them. */
  async function costReport(
    month: string,
    by: readonly CostDimension[],
    only?: CostOnly,
  ): Promise<CostReport> {
    const isByTeam = by.includes('team') || only?.team !== undefined;
    const groups = isByTeam ? await dependencies.groupCosts.read() : undefined;
    const nodes = await dependencies.nodes();
    const untold = await untoldOf(nodes, new Set([...by, ...Object.keys(only ?? {})]));
    const report = await archive.costReport(month, by, nodes, only, groups, untold);
    if (!by.includes('user')) return report;
    const users = new Set(report.rows.map(({ user }) => user ?? ''));
    return withUserNames(report, await dependencies.groupCosts.payers(users));
  }

  async function untoldOf(nodes: readonly string[], dimensions: ReadonlySet<string>): Promise<UntoldByNode> {
    const entries = await Promise.all(nodes.map((node) => dependencies.entry(node)));
    return new Map(entries.map(({ name, kind }) => [name, untoldBy(kind, dimensions)]));
  }

  async function verify(context: CallContext): Promise<ArchiveVerification> {
    const began = performance.now();
    context.progress({ label: 'Checking the archive', unit: 'rows' });
    const found = await archive.verify({
      signal: context.signal,
      progress(done, total) {
        const passed = (performance.now() - began) / 1000;
        const secondsLeft = total === null || done === 0 ? null : (passed / done) * (total - done);
        context.progress({ done, total, secondsLeft });
      },
    });
    const seconds = Number(((performance.now() - began) / 1000).toFixed(3));
    return { ok: found.problems.length === 0, ...found, seconds };
  }

  return {
    'archive.importNode': async ({ node, since, until }, context) => {
      const { connection, adapter } = await dependencies.connect(node, 'read');
      const window = importWindow({ since, until }, await archive.readUntil(node), clock.now().getTime());
      const work = workOf(context, 0, null);
      const keptFromMs = keptFrom(await dependencies.facts(node), clock.now().getTime());
      const log = {
        description: `the log of ${node}`,
        gateway: adapter.kind,
        // Rows are counted here, as they come in; the adapter's own count would be the same ones twice.
        pages: adapter.readLog(connection, window, { signal: work.signal, progress: () => undefined }),
        window,
        ...(keptFromMs === null ? {} : { keptFromMs }),
      };
      context.progress({ label: `Importing requests from ${node}`, unit: 'rows' });
      const summary = await archive.importPages(node, log, work);
      events.workspaceChanged('archive');
      return { imports: [summary] };
    },

    'archive.importFiles': async ({ node, paths }, context) => {
      try {
        return { imports: await importFiles(node, paths, context) };
      } finally {
        events.workspaceChanged('archive');
      }
    },

    'archive.coverage': async () => {
      const nodes = await archive.coverage(await dependencies.nodes());
      const unfinished = await archive.unfinished();
      return { nodes, ...(unfinished.length === 0 ? {} : { unfinished }) };
    },

    'archive.verify': (_args, context) => verify(context),

    'archive.repair': async (_args, context) => {
      context.progress({ label: 'Repairing the archive', unit: 'bytes', done: 0, total: null });
      try {
        const steps = await archive.repair(workOf(context, 0, null));
        return { steps, ...(await verify(context)) };
      } finally {
        events.workspaceChanged('archive');
      }
    },

    ...createAuditHandlers(archive, () => dependencies.nodes()),

    'costs.report': async ({ month, by, only }) => ({ report: await costReport(month, by, only) }),

    'costs.csv': async ({ month, by }) => {
      const report = await costReport(month, by);
      return { suggestedName: `costs-${month}-by-${by.join('-')}.csv`, text: costsCsv(report) };
    },

    close: () => archive.close(),
  };
}

/** Where a log has ids of users alone, their names beside them. */
function withUserNames(report: CostReport, names: ReadonlyMap<string, string>): CostReport {
  const rows = report.rows.map((row) => {
    const userName = names.get(row.user ?? '');
    return userName === undefined ? row : { ...row, userName };
  });
  return { ...report, rows };
}

/** The importer's progress as the call's: `before` bytes were done by earlier files of the same call. */
function workOf(context: CallContext, before: number, total: number | null): Work {
  const began = performance.now();
  return {
    signal: context.signal,
    progress(done, _total, detail) {
      const all = before + done;
      const seconds = (performance.now() - began) / 1000;
      // When all is read, what is left takes its own time.
      const isKnown = total !== null && done > 0 && all < total;
      const secondsLeft = isKnown ? (seconds / done) * (total - all) : null;
      context.progress({ done: all, total, secondsLeft, ...(detail === undefined ? {} : { detail }) });
    },
  };
}

/** Since when a node keeps what it logs; null where it is not known to drop anything. */
function keptFrom(facts: LogFacts | null, nowMs: number): number | null {
  if (facts === null) return null;
  if (facts.loggingOff !== null) return nowMs;
  return facts.retentionMs === null ? null : nowMs - facts.retentionMs;
}

/** A log of another kind of gateway would be read as rows that are all refused. */
function checkKinds(node: string, kind: GatewayKind, sources: readonly LogSource[]): void {
  for (const { description, path, rows, isEmpty } of sources) {
    const of = rows === 'litellm' ? 'litellm' : 'doubleword';
    if (of === kind || isEmpty === true) continue;
    throw new ProblemError({
      code: 'log_of_other_gateway',
      message: `${description} is a log of ${GATEWAY_NAMES[of]}, and ${node} is ${GATEWAY_NAMES[kind]}. Nothing was imported.`,
      next: 'Import it into the node that wrote it.',
      where: path,
    });
  }
}

/** By which the same file is known again, before it is read. */
async function fileOf(node: string, { path, description, totalBytes }: LogSource): Promise<ImportedFile> {
  const { mtimeMs } = await stat(path).catch((error: unknown) => {
    throw unreadable(description, path, error);
  });
  return { name: description, bytes: totalBytes, modifiedMs: Math.round(mtimeMs), node };
}

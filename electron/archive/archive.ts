import type { RequestFilter } from '../../shared/audit/filter.ts';
import { filterInterval } from '../../shared/audit/filter.ts';
import type {
  ImportSummary,
  NodeCoverage,
  RepairStep,
  UnfinishedImport,
} from '../../shared/audit/logged-request.ts';
import { monthInterval } from '../../shared/audit/months.ts';
import type { Interval } from '../../shared/audit/months.ts';
import type { RequestRecord } from '../../shared/contract/answers.ts';
import type { CostDimension, CostReport } from '../../shared/cost/cost-report.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Problem } from '../../shared/result.ts';
import type { Work } from '../gateways/adapter.ts';
import { loadScannerModule } from '../scan/scanner-module.ts';
import { IMPORT_WAIT_MS, lockImport } from './import-lock.ts';
import { notRepaired, notStored } from './import/import-problems.ts';
import { importPages } from './import/import-pages.ts';
import type { NodeLog } from './import/import-pages.ts';
import { importSource } from './import/import-source.ts';
import type { RowReading } from './import/import-source.ts';
import { clearStaging, removeUncommittedSides } from './import/staging.ts';
import { createTurns, unlessCancelled } from './import/turns.ts';
import { clearedWords, unfinishedIn } from './import/unfinished.ts';
import { noteImportedFile, readImportedFiles } from './imported-files.ts';
import type { ImportedFile } from './imported-files.ts';
import type { MigrationState } from './migrate/migrations.ts';
import { createMigrations } from './migrate/migrations.ts';
import { archivePlaces, stamp } from './places.ts';
import { makeReport, type UntoldByNode } from './query/cost-report.ts';
import type { CostNames, CostOnly } from './query/cost-report.ts';
import { nodeCoverage } from './query/coverage.ts';
import { monthsOf } from './query/months.ts';
import { newestNames } from './query/names.ts';
import { splitCube } from './query/split-cube.ts';
import type { NodeGroupCosts } from '../workspace/group-costs.ts';
import { problemsOf } from './query/problems.ts';
import { findRecord, rawRecord } from './query/raw-record.ts';
import { createRequestQueries } from './query/request-queries.ts';
import type { RequestQueries } from './query/request-queries.ts';
import { createSteady } from './query/steady.ts';
import { openStores } from './query/stores.ts';
import type { NodeStore } from './store/node-store.ts';
import { checkArchive } from './verify/check-archive.ts';
import type { ArchiveCheck } from './verify/check-archive.ts';
import { setDamagedAside } from './verify/check-node.ts';
import { claimUnnamed, repairNode } from './verify/repair-node.ts';
import type { LogSource } from './sources/log-source.ts';

/** The imported request logs of a workspace. */
export interface Archive {
  /**
   * Takes a file or folder in: every request once, whatever is repeated, and nothing at all when it is cancelled.
   * Imports into one node wait for each other; for one of another process only a while, then it rejects with
   * `import_running`.
   *
   * @param reading instead of the gateway's own reader of rows
   */
  importSource(node: string, source: LogSource, work: Work, reading?: RowReading): Promise<ImportSummary>;
  /** Takes a node's own log in, as far as it is read; what was committed stays when it is interrupted. */
  importPages(node: string, log: NodeLog, work: Work): Promise<ImportSummary>;
  /** Log files that were taken in before. */
  importedFiles(): Promise<readonly ImportedFile[]>;
  /** Remembers a log file that was taken in whole. Does not reject: at worst people are reminded of it again. */
  noteImported(file: ImportedFile): Promise<void>;
  /** Months with requests, newest first, `YYYY-MM`. */
  months(): Promise<readonly string[]>;
  /** What is there of every node, and what is missing. `also`: nodes to speak of even when nothing is. */
  coverage(also?: readonly string[]): Promise<readonly NodeCoverage[]>;
  /**
   * The same of the time and the node that a filter asks for.
   *
   * @param counted how many requests of nodes there are in that time, where whoever asks has read them all
   */
  coverageOf(
    filter: RequestFilter,
    also?: readonly string[],
    counted?: ReadonlyMap<string, number>,
  ): Promise<readonly NodeCoverage[]>;
  /** Until when a node's own log was read, milliseconds since 1970 UTC; null when it never was. */
  readUntil(node: string): Promise<number | null>;
  /**
   * `only`: of what is counted; everything when left out. Coverage is that of the node it names, else of all. `groups`: how
   * the teams of nodes are given, where the gateway does not say which paid; as they were imported when left out. `untold`:
   * what logs do not say of these figures.
   */
  costReport(
    month: string,
    by: readonly CostDimension[],
    also?: readonly string[],
    only?: CostOnly,
    groups?: GroupCostsOf,
    untold?: UntoldByNode,
  ): Promise<CostReport>;
  readonly requests: RequestQueries;
  /**
   * A request as its gateway wrote it, where its file is still there. Reports progress where the file has to be read up to
   * it, with its name as the detail. Rejects with `cancelled`.
   */
  record(node: string, id: string, work: Work): Promise<RequestRecord>;
  /** What of the archive cannot be read; what is asked for is answered without it. */
  problems(): Promise<readonly Problem[]>;
  /** The archives of all nodes that have one. */
  stores(): Promise<readonly NodeStore[]>;
  /** Imports of files that were ended before they were committed and go on when the same file is imported again. */
  unfinished(): Promise<readonly UnfinishedImport[]>;
  /**
   * Runs questions that have to be answered from one state of the archive: again when an import was committed or damage
   * was found meanwhile.
   */
  steady<T>(run: () => Promise<T>): Promise<T>;
  /** Checks all that is kept, and changes nothing. Rejects with `cancelled`. */
  verify(work: Work): Promise<ArchiveCheck>;
  /**
   * Mends what can be mended, one node after the other, as imports do. Rejects with `import_running` and `cancelled`;
   * what was mended before stays.
   */
  repair(work: Work): Promise<readonly RepairStep[]>;
  close(): Promise<void>;
}

/** By node, how the costs of its users are given to its groups. */
export type GroupCostsOf = ReadonlyMap<string, NodeGroupCosts>;

/** What can be set from outside; the defaults suit a laptop. */
export interface ArchiveOptions {
  readonly now?: () => Date;
  /** How much of segments is kept in memory for the next question, bytes, of all nodes together. */
  readonly cacheBytes?: number;
  /** How long an import waits for one of another process, milliseconds. */
  readonly importWaitMs?: number;
  /** Threads of an import of a file; as many as the machine has processors when left out, 0 for none. */
  readonly threads?: number;
  /** Requests a segment, for tests. */
  readonly capacity?: number;
  /** Requests of a node's log after which they are committed, for tests. */
  readonly commitRows?: number;
  /** Told how far what an earlier version left is taken over: the first question waits for that. */
  readonly migrating?: (state: MigrationState) => void;
}

const CACHE_BYTES = 150_000_000;

/**
 * Opens the archive of a workspace. Costs nothing until it is used.
 *
 * @param workspace the folder that holds `archive/`
 */
export function openArchive(workspace: string, options: ArchiveOptions = {}): Archive {
  const places = archivePlaces(workspace);
  const now = options.now ?? (() => new Date());
  const stampNow = (): string => stamp(now());
  const stores = openStores(places, options.cacheBytes ?? CACHE_BYTES, stampNow);
  const steady = createSteady(allStores);
  const turns = createTurns();
  const { capacity } = options;
  const earlier = createMigrations({
    places,
    now,
    stamp: stampNow,
    storeOf: (node) => stores.of(node),
    ...(options.migrating === undefined ? {} : { watch: options.migrating }),
    ...(capacity === undefined ? {} : { capacity }),
  });

  async function readyStore(node: string): Promise<NodeStore> {
    await earlier.ready([node]);
    return stores.of(node);
  }

  async function allStores(): Promise<readonly NodeStore[]> {
    const nodes = await stores.nodes();
    await earlier.ready(nodes);
    return nodes.map((node) => stores.of(node));
  }

  /** One import into a node at a time, in this process and among all. */
  function inTurn<T>(
    node: string,
    description: string,
    work: Work,
    run: (store: NodeStore, notes: readonly string[]) => Promise<T>,
    beforeTidying: (store: NodeStore) => Promise<void> = async () => undefined,
  ): Promise<T> {
    return turns.take(node, work, async () => {
      // It goes on whoever waits for it.
      await unlessCancelled(earlier.ready([node]), work.signal, `The import into ${node}`);
      const waitMs = options.importWaitMs ?? IMPORT_WAIT_MS;
      const release = await lockImport(places, node, description, waitMs, work);
      try {
        const store = stores.of(node);
        await beforeTidying(store);
        await store.tidy(places.staging(node));
        const { segments, commits } = await store.state();
        const named = new Set(segments.map(({ name }) => name));
        const last = commits.at(-1)?.number ?? 0;
        await removeUncommittedSides(places.staging(node), places.refused(node), last);
        const old = await clearStaging(places.staging(node), (name) => named.has(name), now().getTime());
        await earlier.readyLocked(node);
        const done = await run(store, old.map(clearedWords));
        await store.rollups.refresh();
        return done;
      } catch (error) {
        throw error instanceof ProblemError ? error : notStored(node, description, error);
      } finally {
        // What cannot be removed is no lock any more; see takeLock.
        await release().catch(() => undefined);
      }
    });
  }

  function toolsOf(store: NodeStore) {
    return {
      node: store.node,
      places,
      store,
      now,
      stamp: stampNow,
      ...(capacity === undefined ? {} : { capacity }),
    };
  }

  async function sourceTools(store: NodeStore) {
    const { threads } = options;
    return {
      ...toolsOf(store),
      module: await loadScannerModule(),
      others: async () =>
        (await stores.nodes()).filter((node) => node !== store.node).map((node) => stores.of(node)),
      ...(threads === undefined ? {} : { threads }),
    };
  }

  async function requestsIn(store: NodeStore, span: Interval | null): Promise<number> {
    const { fromMs, untilMs } = span ?? { fromMs: -MAX_MS, untilMs: MAX_MS };
    const filter = {
      node: store.node,
      ...(fromMs > -MAX_MS ? { from: new Date(fromMs).toISOString() } : {}),
      ...(untilMs < MAX_MS ? { until: new Date(untilMs).toISOString() } : {}),
      where: [],
    };
    return (await requests.find(filter)).total;
  }

  async function coverageIn(
    span: Interval | null,
    also: readonly string[],
    only?: string,
    counted: ReadonlyMap<string, number> = new Map(),
  ): Promise<readonly NodeCoverage[]> {
    const nodes = [...new Set([...(await stores.nodes()), ...also])].toSorted();
    const wanted = only === undefined ? nodes : nodes.filter((node) => node === only);
    const nowMs = now().getTime();
    const found: NodeCoverage[] = [];
    for (const node of wanted) {
      const store = stores.of(node);
      const count = counted.get(node) ?? (await requestsIn(store, span));
      found.push(await nodeCoverage(store, span, nowMs, count));
    }
    return found;
  }

  const requests = createRequestQueries(allStores);

  async function costReport(
    month: string,
    by: readonly CostDimension[],
    also: readonly string[],
    only: CostOnly,
    groups: GroupCostsOf,
    untold?: UntoldByNode,
  ): Promise<CostReport> {
    const all = await allStores();
    const asked = only.node === undefined ? all : all.filter(({ node }) => node === only.node);
    const found = new Map(
      await Promise.all(
        asked.map(async (store) => {
          const cube = await store.rollups.cube(month);
          const shares = groups.get(store.node)?.sharesOf ?? null;
          return [store.node, shares === null ? cube : splitCube(cube, shares)] as const;
        }),
      ),
    );
    // A node without a request in the month has no figure that a rule was needed for.
    const allocation = asked.flatMap(({ node }) =>
      (found.get(node)?.day.length ?? 0) === 0 ? [] : (groups.get(node)?.allocation ?? []),
    );
    const named = by.includes('team') || by.includes('key');
    return makeReport(
      month,
      by,
      only,
      found,
      named ? withGroupNames(await newestNames(all), groups) : NO_NAMES,
      await coverageIn(monthInterval(month), also, only.node),
      allocation,
      untold,
    );
  }

  return {
    importSource: (node, source, work, reading) =>
      inTurn(node, source.description, work, async (store, notes) =>
        importSource(source, work, {
          ...(await sourceTools(store)),
          notes,
          ...(reading === undefined ? {} : { reading }),
        }),
      ),
    importPages: (node, log, work) =>
      inTurn(node, log.description, work, (store, notes) =>
        importPages(log, work, {
          ...toolsOf(store),
          notes,
          ...(options.commitRows === undefined ? {} : { commitRows: options.commitRows }),
        }),
      ),
    importedFiles: () => readImportedFiles(places),
    noteImported: (file) => noteImportedFile(places, file),

    async months() {
      const months = new Set<string>();
      for (const store of await allStores())
        for (const segment of (await store.state()).segments)
          for (const month of monthsOf(store, segment)) months.add(month);
      return [...months].toSorted().reverse();
    },

    coverage: (also = []) => steady(() => coverageIn(null, also)),
    coverageOf: (filter, also = [], counted) =>
      steady(() => coverageIn(filterInterval(filter), also, filter.node, counted)),
    readUntil: async (node) => (await (await readyStore(node)).state()).readUntilMs,

    costReport: (month, by, also = [], only = {}, groups = NO_GROUPS, untold) =>
      steady(() => costReport(month, by, also, only, groups, untold)),

    requests,
    // Its file may take long to read, and does not change with the archive.
    record: async (node, id, work) =>
      rawRecord(node, id, await steady(async () => findRecord(await readyStore(node), id)), work),
    problems: async () => [...(await problemsOf(await allStores())), ...earlier.problems()],
    stores: allStores,
    unfinished: async () => unfinishedIn(places, await allStores()),
    steady,
    // Not made ready: a check leaves what an earlier version wrote as it is.
    verify: async (work) =>
      checkArchive(
        (await stores.nodes()).map((node) => stores.of(node)),
        work,
      ),
    async repair(work) {
      const steps: RepairStep[] = [];
      const claim = async (store: NodeStore) => void steps.push(...(await claimUnnamed(store, now)));
      const mend = async (store: NodeStore) => {
        const tools = await sourceTools(store);
        const importAgain = (source: LogSource, reading?: RowReading) =>
          importSource(source, work, { ...tools, ...(reading === undefined ? {} : { reading }) });
        // What nobody has asked for since it was damaged is found only by looking.
        await setDamagedAside(store, work);
        steps.push(...(await repairNode({ store, now, stamp: stampNow, importAgain, work })));
      };
      for (const node of await stores.nodes())
        await inTurn(node, `repairing the archive of ${node}`, work, mend, claim).catch((error: unknown) => {
          throw notRepaired(node, error);
        });
      return steps;
    },
    async close() {
      await Promise.all([turns.ended(), earlier.close()]);
      stores.close();
    },
  };
}

const MAX_MS = 8.64e15;

const NO_NAMES: CostNames = { team: new Map(), key: new Map() };
const NO_GROUPS: GroupCostsOf = new Map();

/** The names that requests bear, and those of groups that were given by a rule. */
function withGroupNames(names: CostNames, groups: GroupCostsOf): CostNames {
  const given = [...groups.values()].flatMap(({ sharesOf, names: ofGroups }) =>
    sharesOf === null ? [] : [...ofGroups],
  );
  return given.length === 0 ? names : { ...names, team: new Map([...names.team, ...given]) };
}

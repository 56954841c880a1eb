import * as v from 'valibot';

import type { ArchiveRepair, ArchiveVerification } from '../audit/archive-check.ts';
import { FIELD_NAMES } from '../audit/fields.ts';
import { RequestFilterSchema } from '../audit/filter.ts';
import { SavedViewSchema } from '../audit/saved-view.ts';
import { COST_DIMENSIONS } from '../cost/cost-report.ts';
import { GATEWAY_KINDS, NameSchema, NodeUrlSchema } from '../fleet/node.ts';
import { RESOURCE_KINDS } from '../fleet/snapshot.ts';
import type * as answers from './answers.ts';
import {
  browsed,
  filePath,
  fileText,
  PlanScopeSchema,
  PriceSourceSchema,
  resource,
  SideSchema,
  version,
} from './arguments.ts';
import type { KeptReplayList, KeptReplayView, ReplayAgainView } from './kept-replay-answers.ts';
import type { AccessMatrixView, BudgetsView, ReplayView, SuggestionView } from './replay-answers.ts';
import type { RepriceView } from './reprice-answers.ts';
import type { UpgradeView } from './upgrade-answers.ts';

export type { Side } from './arguments.ts';
export type { ContractEvents, EventName } from './events.ts';

/**
 * Every call between the window and what stands behind it: name, arguments, result.
 * The core's router, the preload bridge and the tests' fake are all derived from this one object,
 * so a call that is missing in one of them does not compile.
 */

/** Who answers: the core process, or the Electron shell (dialogs, clipboard, theme). */
export type Host = 'core' | 'shell';

/**
 * One call. `long` calls report progress, appear among the running work and can be cancelled. One that is long `at times`
 * appears with its first report of progress, and not at all when it makes none.
 */
export interface CallDefinition<Args extends v.GenericSchema, Answer> {
  readonly host: Host;
  readonly long: boolean | 'at times';
  readonly args: Args;
  /** Carries the type of the result; never has a value. */
  readonly answer?: Answer;
}

const empty = v.strictObject({});
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Give a month as YYYY-MM.'));
const instant = v.pipe(v.string(), v.isoTimestamp('Give a time as 2026-10-01T00:00:00Z.'));
const margin = v.pipe(v.number(), v.integer('Give a whole number.'), v.minValue(0), v.maxValue(1000));
const secret = v.pipe(v.string(), v.minLength(1, 'The key is empty.'), v.maxLength(4096));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Of a kept replay, or how it begins. */
const replayId = v.pipe(v.string(), v.regex(/^[0-9a-f]{6,64}$/, 'Give at least six characters of its id.'));
const changeId = v.pipe(v.string(), v.regex(/^[0-9A-Za-z-]{1,64}$/));

/** After an operation that did not end as wanted: `stop` (when left out), or go on with those that do not depend on it. */
const onFailure = v.optional(v.picklist(['stop', 'continue']));
/** Secrets by the name that a plan refers to; used for one push and kept nowhere. */
const secretValues = v.record(v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/)), secret);

/** Which requests, in which order. */
const requests = {
  filter: RequestFilterSchema,
  sort: v.optional(v.picklist(FIELD_NAMES), 'startMs'),
  descending: v.optional(v.boolean(), true),
};

/** What is replayed. */
const replayed = {
  /** The text of a policy file; the workspace's own files when left out. */
  policy: v.optional(fileText),
  /** What the file of that text is called where a fault in it is named; as the workspace's own when left out. */
  policyFile: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(1_000))),
  month: v.optional(month),
  /** Instead of a month. */
  from: v.optional(instant),
  until: v.optional(instant),
  nodes: v.optional(v.array(NameSchema)),
};

function call<Answer>() {
  return <Args extends v.GenericSchema>(
    args: Args,
    options: { host?: Host; long?: boolean | 'at times' } = {},
  ): CallDefinition<Args, Answer> => ({
    host: options.host ?? 'core',
    long: options.long ?? false,
    args,
  });
}

export const contract = {
  'workspace.get': call<answers.WorkspaceView>()(empty),

  'fleet.list': call<answers.FleetView>()(empty),
  'fleet.add': call<answers.NodeAdded>()(
    v.strictObject({
      name: NameSchema,
      kind: v.picklist(GATEWAY_KINDS),
      url: NodeUrlSchema,
      environment: v.optional(NameSchema, 'default'),
      /** Written to the keychain; no call gives it back. */
      key: secret,
      applyKey: v.optional(secret),
    }),
  ),
  'fleet.remove': call<answers.Removed>()(v.strictObject({ name: NameSchema })),
  'fleet.setKey': call<answers.KeyStored>()(
    v.strictObject({ name: NameSchema, use: v.picklist(['read', 'apply']), key: secret }),
  ),
  'fleet.check': call<answers.HealthReport>()(v.strictObject({ nodes: v.optional(v.array(NameSchema)) }), {
    long: true,
  }),

  'snapshots.pull': call<answers.PullReport>()(v.strictObject({ nodes: v.optional(v.array(NameSchema)) }), {
    long: true,
  }),
  'snapshots.latest': call<answers.SnapshotView>()(v.strictObject({ node: NameSchema })),
  'snapshots.list': call<answers.SnapshotList>()(v.strictObject({ node: NameSchema })),

  /** Prices of a Doubleword node that are, and were, as its snapshots tell them: it forgets those that ended. */
  'snapshots.tariffs': call<answers.TariffHistory>()(v.strictObject({ node: NameSchema }), { long: true }),

  'resources.list': call<answers.ResourcePage>()(
    v.strictObject({
      ...browsed,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    }),
  ),
  'resources.csv': call<answers.CsvText>()(v.strictObject(browsed)),
  'resources.get': call<answers.ResourceView>()(resource),
  /** Apart from the rest, because the answers of a large gateway take a moment to be read. */
  'resources.raw': call<answers.RawRows>()(resource),

  'config.files': call<answers.ConfigFileList>()(empty),
  'config.read': call<answers.ConfigFile>()(v.strictObject({ path: filePath })),
  'config.check': call<answers.ConfigFindings>()(v.strictObject({ path: filePath, text: fileText })),
  'config.write': call<answers.ConfigWritten>()(
    v.strictObject({
      path: filePath,
      text: fileText,
      /** Hash of the text the edit started from; a file that changed since is not overwritten. */
      baseHash: v.nullable(hash),
    }),
  ),

  /** What a node held when it was last pulled, as the text of a resource file that wants just that. */
  'config.fromNode': call<answers.ResourceFileText>()(
    v.strictObject({
      node: NameSchema,
      kinds: v.optional(v.pipe(v.array(v.picklist(RESOURCE_KINDS)), v.minLength(1))),
    }),
  ),

  /** Which rules of the policy each node enforces, and how; of a policy that is not written yet where a text is given. */
  'policy.projection': call<answers.PolicyProjection>()(
    v.strictObject({ nodes: v.optional(v.array(NameSchema)), text: v.optional(fileText) }),
  ),

  /** A policy file that says what a node held when it was last pulled; nothing is written. */
  'policy.fromNode': call<answers.ResourceFileText>()(v.strictObject({ node: NameSchema })),

  'diff.compare': call<answers.ComparisonView>()(v.strictObject({ left: SideSchema, right: SideSchema })),

  'changes.list': call<answers.ChangeList>()(empty),
  'changes.get': call<answers.ChangeView>()(v.strictObject({ id: changeId })),
  'changes.plan': call<answers.ChangeView>()(
    v.strictObject({
      nodes: v.optional(v.array(NameSchema)),
      sync: v.optional(v.boolean(), false),
      /** What the plan is confined to; everything when left out. */
      scope: v.optional(PlanScopeSchema),
    }),
  ),
  'changes.push': call<answers.ChangeView>()(
    v.strictObject({
      id: changeId,
      canary: v.optional(NameSchema),
      onFailure,
      secrets: v.optional(secretValues),
    }),
    { long: true },
  ),
  /** Pushes what an earlier push of this change left undone. */
  'changes.resume': call<answers.ChangeView>()(
    v.strictObject({ id: changeId, onFailure, secrets: v.optional(secretValues) }),
    { long: true },
  ),
  /** Makes a plan that takes back what was applied; reads the nodes first. Answers with the new change. */
  'changes.rollback': call<answers.ChangeView>()(v.strictObject({ id: changeId }), { long: true }),
  /** Which secrets a push of this change needs, and which of them are there already. */
  /** A node's config file with the edits of it that a plan wants; nothing is written. */
  'changes.editedFile': call<answers.EditedFile>()(v.strictObject({ id: changeId, node: NameSchema })),
  'changes.secrets': call<answers.SecretList>()(v.strictObject({ id: changeId })),
  /** Puts a kept replay to a plan that was not pushed, in the place of one that it has; null takes it off. */
  'changes.attach': call<answers.ChangeView>()(
    v.strictObject({ id: changeId, replay: v.nullable(replayId) }),
  ),
  'changes.discard': call<answers.Removed>()(v.strictObject({ id: changeId })),

  /**
   * What a policy would have said to the requests of the archive, beside what the rules of today say. Long where the log has
   * to be read first: it is kept for the next edit.
   */
  'replay.run': call<ReplayView>()(v.strictObject(replayed), { long: 'at times' }),
  /** Who may call what today and under a policy, with the requests that are about it. */
  'replay.matrix': call<AccessMatrixView>()(v.strictObject(replayed), { long: 'at times' }),
  /** How budgets fill through the span today and under a policy, and when each would have been used up. */
  'replay.budgets': call<BudgetsView>()(v.strictObject(replayed), { long: 'at times' }),

  /** Replays, and keeps what comes of it in the workspace with the hashes of all that it depends on. */
  'replay.keep': call<KeptReplayView>()(v.strictObject(replayed), { long: 'at times' }),
  /** The replays that are kept. */
  'replay.kept': call<KeptReplayList>()(empty),
  'replay.open': call<KeptReplayView>()(v.strictObject({ id: replayId })),
  /** Runs a kept replay again, and says whether it comes out the same. Nothing is written. */
  'replay.again': call<ReplayAgainView>()(v.strictObject({ id: replayId }), { long: 'at times' }),

  /** What another release of LiteLLM would have said to the same requests: to what nodes hold, or to a policy. */
  'replay.upgrade': call<UpgradeView>()(v.strictObject({ ...replayed, to: version }), { long: 'at times' }),
  /** What the same requests would have cost by other prices, by team and model. */
  'replay.reprice': call<RepriceView>()(v.strictObject({ ...replayed, prices: PriceSourceSchema }), {
    long: 'at times',
  }),

  /** Least-privilege model lists and budgets from what teams used, as an edit of a policy's text. Nothing is written. */
  'replay.suggest': call<SuggestionView>()(
    v.strictObject({
      ...replayed,
      policy: fileText,
      /** Per cent above what was spent. */
      margin: v.optional(margin, 25),
      models: v.optional(v.boolean(), true),
      budgets: v.optional(v.boolean(), true),
    }),
    { long: 'at times' },
  ),

  'archive.importNode': call<answers.ImportReport>()(
    v.strictObject({ node: NameSchema, since: v.optional(instant), until: v.optional(instant) }),
    { long: true },
  ),
  'archive.importFiles': call<answers.ImportReport>()(
    v.strictObject({ node: NameSchema, paths: v.pipe(v.array(filePath), v.minLength(1)) }),
    { long: true },
  ),
  'archive.coverage': call<answers.CoverageView>()(empty),
  /** Reads all of the archive and checks it against its hashes and checksums, and its sums against its requests. */
  'archive.verify': call<ArchiveVerification>()(empty, { long: true }),
  /** Checks it, mends what can be mended from the files that were imported, and checks it again. */
  'archive.repair': call<ArchiveRepair>()(empty, { long: true }),
  /** Compares a month of the archive with what the node itself counted, day by day. The only one of these that asks a node. */
  'coverage.reconcile': call<answers.ReconciliationView>()(v.strictObject({ node: NameSchema, month }), {
    long: true,
  }),
  /** The last of these comparisons, from its file. */
  'coverage.reconciled': call<answers.ReconciliationView>()(v.strictObject({ node: NameSchema, month })),

  'audit.page': call<answers.AuditPage>()(
    v.strictObject({
      ...requests,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    }),
  ),
  /** A request as its gateway wrote it. Long where its file has to be read up to it: packed files, lists, folders. */
  'audit.record': call<answers.RequestRecord>()(
    v.strictObject({ node: NameSchema, id: v.pipe(v.string(), v.minLength(1), v.maxLength(10_000)) }),
    { long: 'at times' },
  ),
  'audit.csv': call<answers.RequestsCsv>()(
    v.strictObject({
      ...requests,
      /** In their order; all of them when left out. */
      columns: v.optional(v.pipe(v.array(v.picklist(FIELD_NAMES)), v.minLength(1))),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)), 100_000),
    }),
    { long: true },
  ),
  /** The values that a field has, most requests first: what a filter can be made of. */
  'audit.values': call<answers.FieldValues>()(
    v.strictObject({
      field: v.picklist(FIELD_NAMES),
      /** Counts only what this asks for; everything when left out. */
      filter: v.optional(RequestFilterSchema),
      /** What the value, or the name of a team or key, begins with, without regard to case. */
      prefix: v.optional(v.pipe(v.string(), v.maxLength(200))),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), 100),
    }),
  ),
  /** What administrators did, newest first. */
  'audit.events': call<answers.AdminEvents>()(
    v.strictObject({ from: instant, until: instant, node: v.optional(NameSchema) }),
  ),
  /** Asks nodes for what their own audit logs say since they were last asked, and keeps it. */
  'audit.fetchEvents': call<answers.FetchedEvents>()(
    v.strictObject({ nodes: v.optional(v.array(NameSchema)) }),
    { long: true },
  ),

  /** Ways of looking at the request log, kept in the workspace. */
  'views.list': call<answers.SavedViews>()(empty),
  /** Keeps a view; one of the same name is replaced. */
  'views.save': call<answers.SavedViews>()(v.strictObject({ view: SavedViewSchema })),
  'views.remove': call<answers.SavedViews>()(v.strictObject({ name: v.string() })),

  /** Asks the archive in SQL; reads, and never writes. Runs beside everything else and can be cancelled. */
  'query.run': call<answers.QueryResult>()(
    v.strictObject({
      sql: v.pipe(v.string(), v.maxLength(100_000, 'A statement may have at most 100,000 characters.')),
      /** Of requests that began in this span; of all of them when left out. */
      from: v.optional(instant),
      until: v.optional(instant),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)), 1_000),
      timeoutMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600_000)), 30_000),
    }),
    { long: true },
  ),
  /** The tables and columns that can be asked. */
  'query.schema': call<answers.QuerySchema>()(empty),

  'costs.report': call<answers.CostView>()(
    v.strictObject({
      month,
      by: v.pipe(v.array(v.picklist(COST_DIMENSIONS)), v.minLength(1), v.maxLength(3)),
      /** Only what has these; everything when left out. */
      only: v.optional(
        v.strictObject({
          node: v.optional(NameSchema),
          team: v.optional(v.string()),
          model: v.optional(v.string()),
          user: v.optional(v.string()),
          key: v.optional(v.string()),
        }),
      ),
    }),
  ),
  'costs.csv': call<answers.CsvText>()(
    v.strictObject({
      month,
      by: v.pipe(v.array(v.picklist(COST_DIMENSIONS)), v.minLength(1), v.maxLength(3)),
    }),
  ),

  'tasks.cancel': call<answers.TaskCancelled>()(v.strictObject({ task: v.string() })),

  /** Said once by the window when its first screen is there and can be used. */
  'shell.ready': call<answers.Started>()(empty, { host: 'shell' }),
  'shell.info': call<answers.ShellInfo>()(empty, { host: 'shell' }),
  'shell.setTheme': call<answers.ShellInfo>()(
    v.strictObject({ theme: v.picklist(['system', 'light', 'dark']) }),
    {
      host: 'shell',
    },
  ),
  /** Asks for log files, or for a folder of them. */
  'shell.chooseLogFiles': call<answers.ChosenPaths>()(
    v.strictObject({ folder: v.optional(v.boolean(), false) }),
    { host: 'shell' },
  ),
  /** Asks for a file of prices; an empty list where none was chosen. */
  'shell.choosePriceFile': call<answers.ChosenPaths>()(empty, { host: 'shell' }),
  'shell.saveText': call<answers.SavedText>()(
    v.strictObject({
      suggestedName: v.pipe(v.string(), v.regex(/^[^/\\\0]{1,200}$/)),
      text: v.pipe(v.string(), v.maxLength(50_000_000)),
    }),
    { host: 'shell' },
  ),
  'shell.copyText': call<answers.Copied>()(
    v.strictObject({ text: v.pipe(v.string(), v.maxLength(50_000_000)) }),
    {
      host: 'shell',
    },
  ),
  'shell.openWorkspace': call<answers.WorkspaceOpened>()(
    /** `given`: the workspace that Gatehouse was started with a second time. */
    v.strictObject({ which: v.picklist(['choose', 'sample', 'given']) }),
    { host: 'shell' },
  ),
} as const satisfies Record<string, CallDefinition<v.GenericSchema, unknown>>;

type Contract = typeof contract;

export type CallName = keyof Contract;
export type CoreCallName = Exclude<CallName, `shell.${string}`>;
export type ShellCallName = Extract<CallName, `shell.${string}`>;
/** What a caller passes: fields with a default may be left out. */
export type CallArgs<K extends CallName> = v.InferInput<Contract[K]['args']>;
/** What a handler receives: validated, with defaults filled in. */
export type ValidArgs<K extends CallName> = v.InferOutput<Contract[K]['args']>;
export type CallAnswer<K extends CallName> =
  Contract[K] extends CallDefinition<v.GenericSchema, infer Answer> ? Answer : never;

export const CALL_NAMES = Object.keys(contract) as CallName[];

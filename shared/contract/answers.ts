import type { Finding } from '../config/finding.ts';
import type { PastTariff } from '../cost/tariff-history.ts';
import type { BrowseRow } from '../fleet/browse.ts';
import type { GatewayKind, NodeHealth } from '../fleet/node.ts';
import type { Relation } from '../fleet/relations.ts';
import type { Resource, ResourceKind, Section, Snapshot } from '../fleet/snapshot.ts';
import type { Change, ChangeStatus, ChangeSummary, Comparison } from '../plan/plan.ts';
import type { ReferenceNames } from '../plan/reference-names.ts';
import type { BudgetAlert } from '../policy/budget-alerts.ts';
import type { ProjectedRule } from '../policy/projection.ts';
import type { Problem } from '../result.ts';
import type { AttachedReplay } from './kept-replay-answers.ts';

export type * from './archive-answers.ts';

/** The parts of a workspace that are refreshed apart. */
export type WorkspacePart = 'fleet' | 'snapshots' | 'config' | 'changes' | 'replays' | 'archive';

export interface WorkspaceView {
  /** The folder's name. */
  readonly name: string;
  readonly path: string;
  /** The workspace came with simulated gateways. */
  readonly sample: boolean;
  /** Months with requests in the archive, newest first, `YYYY-MM`. */
  readonly months: readonly string[];
  /** Log files lying in the workspace's `logs/` folder, not yet imported. Absolute paths. */
  readonly logFiles: readonly { readonly path: string; readonly name: string; readonly bytes: number }[];
}

/** A node as the window may know it: no key, only whether there is one. */
export interface NodeView {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly url: string;
  readonly environment: string;
  /** Where the reading key is kept; null when none can be found now. */
  readonly key: 'keychain' | 'session' | 'env' | 'sample' | null;
  /** Why a key that is there cannot be used, such as `key_for_other_address` or `vault_unreadable`. */
  readonly keyProblem?: Problem;
  /** A second key is named for writing. */
  readonly hasApplyKey: boolean;
  /** The last check, this run or an earlier one. */
  readonly health: NodeHealth | null;
  readonly snapshot: SnapshotSummary | null;
  /** How many resources differ from the first node of the same kind and environment; null when unknown or it is that first node. */
  readonly drift: { readonly against: string; readonly count: number } | null;
  /** How many resources differ from what the policy file wants here; null when unknown. */
  readonly pending: number | null;
}

export interface SnapshotSummary {
  readonly hash: string;
  readonly takenAt: string;
  readonly version: string | null;
  readonly counts: Readonly<Partial<Record<ResourceKind, number>>>;
  readonly sections: readonly Section[];
}

export interface FleetView {
  readonly nodes: readonly NodeView[];
}

export interface NodeAdded {
  readonly node: NodeView;
  readonly stored: KeyStored['stored'];
}

export interface KeyStored {
  /** `session`: no keychain here, so the key lives until the app is closed. */
  readonly stored: 'keychain' | 'session';
}

export interface Removed {
  readonly removed: string;
}

export interface HealthReport {
  readonly checks: readonly NodeHealth[];
}

export interface PullReport {
  readonly snapshots: readonly (SnapshotSummary & { readonly node: string; readonly changed: boolean })[];
  readonly failed: readonly { readonly node: string; readonly problem: Problem }[];
}

export interface SnapshotView {
  readonly snapshot: Snapshot | null;
}

/** A snapshot that is kept, by its file; what it holds is read when it is asked for. */
export interface KeptSnapshot {
  /** The name of its file, as a comparison takes it. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** The first twelve characters of its hash. */
  readonly state: string;
  /** The last pull that found this very state, when it is later than `takenAt`. ISO 8601, UTC. */
  readonly seenAt?: string;
}

export interface SnapshotList {
  /** Newest first, at most 50. A pull that found nothing new made none. */
  readonly snapshots: readonly KeptSnapshot[];
  /** How many there are in all. */
  readonly total: number;
}

/** A part of what a node held: rows of one kind, and how many of every kind match. */
export interface ResourcePage {
  readonly rows: readonly BrowseRow[];
  readonly total: number;
  readonly counts: Readonly<Partial<Record<ResourceKind, number>>>;
  readonly sections: readonly Section[];
  /** When the node was last found in this state. ISO 8601, UTC. */
  readonly takenAt: string;
  readonly hash: string;
  /** How long the search took, milliseconds. */
  readonly tookMs: number;
}

/** One thing a node held, and how it stands to the others there. */
export interface ResourceView {
  readonly resource: Resource;
  readonly relations: readonly Relation[];
  readonly takenAt: string;
}

/** The gateway's own answers that speak of a resource, as they came, secrets redacted. */
export interface RawRows {
  readonly rows: readonly {
    /** `GET /v2/team/list`. */
    readonly route: string;
    /** JSON, indented. */
    readonly text: string;
  }[];
}

export interface TariffHistory {
  readonly tariffs: readonly PastTariff[];
  /** Time of the first pull that read models, before which nothing is known; null when none did. */
  readonly since: string | null;
  /** How many snapshots hold only a part of the models: what they do not tell of is taken to hold on. */
  readonly inPart: number;
  /** Snapshots in which no models could be read. */
  readonly withoutModels: readonly string[];
  /** Snapshots that cannot be read, and are left out. */
  readonly unread: readonly string[];
}

export interface ConfigFileEntry {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly role: 'policy' | 'costs' | 'resources' | 'gateway';
  /** For `gateway` and `resources`: whose file it is. */
  readonly node: string | null;
  /** For `gateway`: of which kind. */
  readonly kind: GatewayKind | null;
  /** Null when there is no such file yet. */
  readonly bytes: number | null;
  readonly worst: Finding['severity'] | null;
}

export interface ConfigFileList {
  readonly files: readonly ConfigFileEntry[];
}

export interface ConfigFile {
  readonly path: string;
  /** Empty when there is no such file yet. */
  readonly text: string;
  /** SHA-256 (hex) of the text; null when there is no such file yet. */
  readonly hash: string | null;
  readonly findings: readonly Finding[];
}

export interface ConfigFindings {
  readonly findings: readonly Finding[];
}

export interface ConfigWritten {
  readonly hash: string;
  readonly findings: readonly Finding[];
}

export interface ResourceFileText {
  /** Where it belongs, relative to the workspace. */
  readonly path: string;
  readonly text: string;
}

/** What becomes of the rules of a policy on one node. */
export interface NodeProjection {
  readonly node: string;
  readonly kind: GatewayKind;
  readonly environment: string;
  /** That of the newest snapshot; null where there is none, or where the gateway does not tell. */
  readonly version: string | null;
  readonly rules: readonly ProjectedRule[];
  /** Budgets of which much was spent when the node was last pulled; empty where it was not. */
  readonly alerts: readonly BudgetAlert[];
}

export interface PolicyProjection {
  readonly nodes: readonly NodeProjection[];
}

/** A comparison by meaning and as text. */
export interface ComparisonView extends Comparison {
  readonly left: { readonly title: string; readonly text: string };
  readonly right: { readonly title: string; readonly text: string };
  /** What the comparison could not cover, in words. */
  readonly notes: readonly string[];
  /** What the differences name by ids. */
  readonly names: ReferenceNames;
}

export interface EditedFile {
  /** Relative to the workspace. */
  readonly path: string;
  /** The whole text, edited. */
  readonly text: string;
  /** How many edits are in it. */
  readonly made: number;
  /** What could not be put in, as sentences. */
  readonly left: readonly string[];
}

export interface ChangeListEntry {
  readonly id: string;
  readonly status: ChangeStatus;
  readonly madeAt: string;
  readonly endedAt: string | null;
  /** The account under which it was last pushed. */
  readonly pushedBy?: string;
  readonly nodes: readonly string[];
  readonly summary: ChangeSummary;
  readonly mode: 'merge' | 'sync';
  /** The change that it takes back. */
  readonly reverts?: string;
  /** Id of the replay that is attached to it. */
  readonly replay?: string;
  /** Of a plan that was not pushed and was overtaken: it no longer waits for anybody. */
  readonly superseded?: Superseded;
}

/** What overtook a plan: a later one of the same nodes, or a pull that found a node in another state. */
export type Superseded = 'newer-plan' | 'newer-state';

/** A change of which a file cannot be read: what became of it is not known. */
export interface DamagedChange {
  readonly id: string;
  readonly problem: Problem;
}

export interface ChangeList {
  readonly changes: readonly ChangeListEntry[];
  /** Left out when there are none. */
  readonly damaged?: readonly DamagedChange[];
}

export interface ChangeView {
  readonly change: Change;
  /** Left out when there is none. */
  readonly replay?: AttachedReplay;
  /** What the operations name by ids, by node. Left out where nothing is known of it. */
  readonly names?: Readonly<Record<string, ReferenceNames>>;
}

/** The secrets that the operations of a change write, by name; never their values. */
export interface SecretList {
  readonly secrets: readonly {
    readonly name: string;
    /** It stands in the environment of the app; otherwise it has to be given with the push. */
    readonly found: boolean;
    /** What it is written into, as `node: kind name`. */
    readonly usedBy: readonly string[];
  }[];
}

export interface TaskCancelled {
  /** False when it had already ended. */
  readonly cancelled: boolean;
}

/** Long work, as the activity list shows it. */
export interface TaskState {
  readonly task: string;
  /** The call that runs. */
  readonly call: string;
  /** What it does, in words: `Importing requests from prod-eu`. */
  readonly label: string;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  /** Null when not known beforehand. */
  readonly total: number | null;
  readonly unit: 'rows' | 'bytes' | 'nodes' | 'operations' | 'days';
  readonly detail?: string;
  /** Seconds left, where it can be told. */
  readonly secondsLeft?: number | null;
  readonly problem?: Problem;
}

export interface Started {
  /** From the launch of the process to now, milliseconds. */
  readonly sinceLaunchMs: number;
}

export interface ShellInfo {
  readonly version: string;
  readonly electron: string;
  readonly platform: string;
  readonly theme: 'system' | 'light' | 'dark';
  /** Whether keys outlive the run. */
  readonly keychain: 'available' | 'unavailable';
}

export interface ChosenPaths {
  readonly paths: readonly string[];
}

export interface SavedText {
  /** Null when the person cancelled. */
  readonly path: string | null;
}

export interface Copied {
  readonly characters: number;
}

export interface WorkspaceOpened {
  /** Null when the person cancelled. */
  readonly path: string | null;
}

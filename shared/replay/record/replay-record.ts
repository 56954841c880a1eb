import * as v from 'valibot';

import { GATEWAY_KINDS } from '../../fleet/node.ts';
import { canonicalJson } from '../../json.ts';
import { RULES } from '../replay-state.ts';

/** Of the records that this version writes. */
const RECORD_FORMAT = 1;

/** SHA-256, hex. */
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** ISO 8601 UTC. */
const instant = v.pipe(v.string(), v.isoTimestamp());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Hashed = v.object({ name: v.string(), sha256: hash });

/** A file of the workspace that says what is wanted. */
const FileSchema = v.object({
  /** In the workspace, with `/`: `policy.yaml`. */
  path: v.string(),
  sha256: hash,
  /** The name of the file whose text was taken in its place, a draft; left out where it was the file itself. */
  draft: v.exactOptional(v.string()),
});
export type HashedFile = v.InferOutput<typeof FileSchema>;

const NodeInputsSchema = v.object({
  node: v.string(),
  kind: v.picklist(GATEWAY_KINDS),
  environment: v.string(),
  /** What it held; null when it was never pulled. */
  snapshot: v.nullable(
    v.object({
      /** Of its state, as plans name it. */
      hash,
      /** SHA-256 of all that it says, also of what changes by itself, such as credit. */
      content: hash,
      takenAt: instant,
      version: v.nullable(v.string()),
    }),
  ),
  /**
   * What is known of its gateway's releases, each table as data: `rules`, `providers`, `prices`. Another release's rules or a price
   * table are further ones.
   */
  tables: v.array(v.object({ use: v.string(), release: v.string(), sha256: hash })),
  /** The segments of its archive that were read, with corrections of them. */
  segments: v.array(Hashed),
  /** Names of those of the span that could not be read. */
  lost: v.array(v.string()),
});
export type NodeInputs = v.InferOutput<typeof NodeInputsSchema>;

const CountSchema = v.nullable(
  v.object({ requests: count, spend: v.string(), tokens: v.number(), first: instant, last: instant }),
);
const rows = v.array(
  v.object({
    id: v.string(),
    name: v.nullable(v.string()),
    denied: CountSchema,
    gained: CountSchema,
  }),
);
const ResultSchema = v.object({
  requests: count,
  unchanged: count,
  denied: count,
  gained: count,
  notEvaluable: count,
  spendDenied: v.string(),
  tokensDenied: v.number(),
  byTeam: rows,
  byModel: rows,
  byKey: rows,
  byUser: rows,
  byRule: rows,
  samples: v.array(
    v.object({
      node: v.string(),
      id: v.string(),
      change: v.picklist(['denied', 'gained']),
      rule: v.picklist(RULES),
      team: v.string(),
      model: v.string(),
    }),
  ),
  baseline: v.object({ alike: count, refusedByRules: count, allowedByRules: count }),
  nodes: v.array(
    v.object({
      node: v.string(),
      version: v.nullable(v.string()),
      rules: v.nullable(
        v.object({
          release: v.string(),
          exact: v.boolean(),
          basis: v.picklist(['recorded', 'functions', 'source']),
        }),
      ),
      requests: count,
      otherRows: count,
      left: v.nullable(v.string()),
    }),
  ),
  notes: v.array(v.string()),
});

const RecordSchema = v.object({
  format: v.literal(RECORD_FORMAT),
  /** The span, `until` exclusive. */
  from: instant,
  until: instant,
  /** All that the result depends on. */
  inputs: v.object({
    /** By path. */
    files: v.array(FileSchema),
    /** By name. */
    nodes: v.array(NodeInputsSchema),
  }),
  result: ResultSchema,
});

/**
 * A replay as it is kept: what was replayed under what, and what came of it. It holds nothing of when, where and how fast
 * that was, so that the same inputs give the same text.
 */
export type ReplayRecord = v.InferOutput<typeof RecordSchema>;
export type ReplayResult = ReplayRecord['result'];

/** A record of what was replayed, with nothing in it but what belongs there. Throws when something is missing. */
export function makeRecord(parts: Omit<Record<keyof ReplayRecord, unknown>, 'format'>): ReplayRecord {
  return v.parse(RecordSchema, { ...parts, format: RECORD_FORMAT });
}

/** A file that a replay depends on, as people know it. */
export function fileWords({ path, draft }: Pick<HashedFile, 'path' | 'draft'>): string {
  return draft === undefined ? path : `${draft} (in the place of ${path})`;
}

/** The one text of a record: keys sorted, a line for each, for people who read a difference. */
export function recordText(record: ReplayRecord): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(record)), null, 1)}\n`;
}

/** A record from its parsed text; `newer` for one of a later version of this program, null for what is none. */
export function readRecord(value: unknown): ReplayRecord | 'newer' | null {
  const parsed = v.safeParse(RecordSchema, value);
  if (parsed.success) return parsed.output;
  const format = v.safeParse(v.object({ format: v.number() }), value);
  return format.success && format.output.format > RECORD_FORMAT ? 'newer' : null;
}

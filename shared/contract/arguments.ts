// What several calls take, or what takes more than a line to say.

import * as v from 'valibot';

import { NameSchema } from '../fleet/node.ts';
import { OWNERS, RESOURCE_KINDS } from '../fleet/snapshot.ts';

/** A path, in the workspace or absolute. */
export const filePath = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

/** One side of a comparison. */
export const SideSchema = v.variant('type', [
  /** A snapshot of a node, by the name of its file; the newest when none is named. */
  v.strictObject({
    type: v.literal('node'),
    node: NameSchema,
    snapshot: v.optional(v.pipe(v.string(), v.regex(/^\d{8}T\d{9}Z-[0-9a-f]{12}\.json$/))),
  }),
  /** A configuration file of the workspace, by its path in it. */
  v.strictObject({ type: v.literal('file'), path: filePath }),
  /** What the policy file wants of a node. */
  v.strictObject({ type: v.literal('wanted'), node: NameSchema }),
]);
export type Side = v.InferOutput<typeof SideSchema>;

/** The version of a gateway, as a person writes it. */
export const version = v.pipe(v.string(), v.maxLength(100));

/** Where prices come from. */
export const PriceSourceSchema = v.variant('type', [
  /** The cost map of a release of LiteLLM. */
  v.strictObject({ type: v.literal('release'), release: version }),
  /** A file like LiteLLM's cost map. */
  v.strictObject({ type: v.literal('file'), path: filePath }),
  /** What a node says that its models cost, and nothing else. */
  v.strictObject({ type: v.literal('own') }),
]);
export type PriceSource = v.InferOutput<typeof PriceSourceSchema>;

const names = v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1, 'Name at least one.'));
/** What a plan is confined to. */
export const PlanScopeSchema = v.strictObject({
  kinds: v.exactOptional(v.pipe(v.array(v.picklist(RESOURCE_KINDS)), v.minLength(1))),
  teams: v.exactOptional(names),
  tags: v.exactOptional(names),
});

/** What is looked for among everything a node held when it was last pulled. */
export const browsed = {
  node: NameSchema,
  kind: v.picklist(RESOURCE_KINDS),
  text: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** Id of a team: what belongs to it. */
  team: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  owner: v.optional(v.picklist(OWNERS)),
  /** Id of a column of the kind. */
  sort: v.optional(v.pipe(v.string(), v.maxLength(40)), 'name'),
  descending: v.optional(v.boolean(), false),
};
/** One thing that a node held. */
export const resource = v.strictObject({
  node: NameSchema,
  kind: v.picklist(RESOURCE_KINDS),
  id: v.pipe(v.string(), v.maxLength(10_000)),
});

/** Characters of a file's text: more is no file that a person writes. */
export const MOST_FILE_TEXT = 1_000_000;

/** The text of a file. */
export const fileText = v.pipe(
  v.string(),
  v.maxLength(MOST_FILE_TEXT, 'A file may hold at most 1,000,000 characters.'),
);

import * as v from 'valibot';

import { isNodeUrl } from './node-url.ts';

/** The gateways the console knows. */
export const GATEWAY_KINDS = ['litellm', 'doubleword'] as const;
export type GatewayKind = (typeof GATEWAY_KINDS)[number];

/** A gateway's name as its makers write it. */
export const GATEWAY_NAMES: Readonly<Record<GatewayKind, string>> = {
  litellm: 'LiteLLM',
  doubleword: 'Doubleword',
};

/**
 * Where a key is found. The key itself is never part of the fleet file.
 * `keychain`: the operating system's own store, or memory for this run where there is none.
 * `env`: an environment variable. `sample`: the made-up key of the simulated gateways, loopback only.
 */
export const KeyReferenceSchema = v.variant('from', [
  v.strictObject({ from: v.literal('keychain') }),
  v.strictObject({ from: v.literal('env'), name: v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)) }),
  v.strictObject({ from: v.literal('sample') }),
]);
export type KeyReference = v.InferOutput<typeof KeyReferenceSchema>;

/** Names that Windows gives to devices, with any ending: no folder can be called so. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Node and environment names: they become folder names, so plain, short and possible on every disk. */
export const NameSchema = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'Use letters, digits, ".", "_" or "-", starting with a letter or digit, at most 63.',
  ),
  v.check((name) => !name.endsWith('.'), 'End the name with something other than ".".'),
  v.check((name) => !DEVICE_NAME.test(name), 'Windows keeps this name for a device; use another.'),
);

/** Whether two names cannot both be used: not every disk tells prod from Prod. */
export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** An http or https address without a user, password, query or fragment. */
export const NodeUrlSchema = v.pipe(
  v.string(),
  v.check(
    isNodeUrl,
    'Give an http:// or https:// address of a host, such as https://gateway.example.com:4000, without a user name, password, "?" or "#".',
  ),
);

/** One gateway admin API at one URL, as the fleet file names it. */
export const NodeEntrySchema = v.strictObject({
  name: NameSchema,
  kind: v.picklist(GATEWAY_KINDS),
  url: NodeUrlSchema,
  environment: v.optional(NameSchema, 'default'),
  key: KeyReferenceSchema,
  /** A second key, used for writing only. Without it the first key writes too. */
  applyKey: v.optional(KeyReferenceSchema),
  /** A PEM file with the certificate authority of the node, relative to the workspace. */
  ca: v.optional(v.string()),
});
export type NodeEntry = v.InferOutput<typeof NodeEntrySchema>;

/** What a check of a node found out. Nothing in it was paid for. */
export interface NodeHealth {
  readonly node: string;
  readonly reachable: boolean;
  /** The key was accepted by an admin route; null when that could not be asked. */
  readonly authorised: boolean | null;
  /** The gateway's own version, or null where it does not say (Doubleword never does). */
  readonly version: string | null;
  /** What was seen to work, such as `teams.paged` (see capabilities.ts); absence means "not seen". */
  readonly capabilities: readonly string[];
  /** Median of the probe calls, milliseconds; null when unreachable. */
  readonly latencyMs: number | null;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
  /** Why it is not reachable, not authorised or not ready, and what to do. */
  readonly problem?: { readonly code: string; readonly message: string; readonly next?: string };
}

/** Whether a check found a node ready for work: one that answers only errors is reachable, and not ready. */
export function isReady({ reachable, authorised, problem }: NodeHealth): boolean {
  return reachable && authorised !== false && problem === undefined;
}

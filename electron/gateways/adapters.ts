import type { GatewayKind } from '../../shared/fleet/node.ts';
import type { GatewayAdapter } from './adapter.ts';

/** What every adapter is made with. */
interface AdapterOptions {
  readonly now: () => Date;
}

/** Loaded when first needed: an adapter brings the HTTP library along, and the first screen asks no node. */
const makers: Readonly<Record<GatewayKind, (options: AdapterOptions) => Promise<GatewayAdapter>>> = {
  litellm: async (options) => (await import('./litellm/litellm-adapter.ts')).createLitellmAdapter(options),
  doubleword: async (options) =>
    (await import('./doubleword/doubleword-adapter.ts')).createDoublewordAdapter(options),
};

/** The adapter of each kind of gateway: one of each, made when it is first asked for. */
export function createAdapters(options: AdapterOptions): (kind: GatewayKind) => Promise<GatewayAdapter> {
  const made = new Map<GatewayKind, Promise<GatewayAdapter>>();
  return (kind) => {
    const adapter = made.get(kind) ?? makers[kind](options);
    made.set(kind, adapter);
    return adapter;
  };
}

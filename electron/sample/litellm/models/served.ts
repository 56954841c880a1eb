import type { Deployment } from '../state.ts';
import type { Store } from '../store/store.ts';

/** The deployments that the router serves. */
export function served(store: Store): readonly Deployment[] {
  return store.models.filter(({ live }) => live);
}

/** Public names with the deployments behind them; an alias stands first, as in LiteLLM 1.106.2. */
export function byPublicName(store: Store): ReadonlyMap<string, readonly Deployment[]> {
  const groups = new Map<string, Deployment[]>();
  for (const model of served(store)) {
    const known = groups.get(model.name);
    if (known === undefined) groups.set(model.name, [model]);
    else known.push(model);
  }
  const aliases = Object.entries(store.aliases).map(([alias, name]): [string, readonly Deployment[]] => [
    alias,
    groups.get(name) ?? [],
  ]);
  return new Map<string, readonly Deployment[]>([...aliases, ...groups]);
}

/** What a name of the form `bedrock/*` stands for: some of the models that the price table knows. */
const EXPANSIONS: Readonly<Record<string, readonly string[]>> = {
  'bedrock/*': [
    'bedrock/eu.anthropic.claude-opus-4-20250514-v1:0',
    'bedrock/eu.amazon.nova-pro-v1:0',
    'bedrock/mistral.mixtral-8x7b-instruct-v0:1',
    'bedrock/us.amazon.nova-2-lite-v1:0',
  ],
};

/** The names that a wildcard is expanded to; the name itself where it is none. */
export function expanded(name: string): readonly string[] {
  return EXPANSIONS[name] ?? [name];
}

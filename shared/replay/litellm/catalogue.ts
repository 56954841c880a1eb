import type { ProviderOf } from './providers.ts';

/** A deployment of the routing table, as far as a verdict depends on it. */
export interface Deployment {
  /** What it is called by. */
  readonly name: string;
  /** The provider's model, such as `openai/gpt-4o`; empty where it is not known. */
  readonly target: string;
  /** Named groups of models that it is in; a list of models can name them. */
  readonly accessGroups: readonly string[];
  /** US dollars a token; null where it is not said. */
  readonly inputCost: number | null;
  readonly outputCost: number | null;
}

/** What a gateway knows of model names. */
export interface ModelCatalogue {
  /** Groups of which a model of that very name is, or the wildcard that serves it. */
  groupsOf(model: string): ReadonlySet<string>;
  /** The name that the router's own alias stands for. */
  aliasOf(model: string): string | undefined;
  isKnown(model: string): boolean;
  /** A deployment has this very name, or a wildcard that covers it. */
  isServed(model: string): boolean;
  /** What deployments of a name call, such as `openai/gpt-4o`; the name itself where that is not known. */
  targetsOf(model: string): readonly string[];
  /** All prices that are said are zero: budgets are not looked at then. */
  isFree(model: string): boolean;
  readonly providerOf: ProviderOf;
}

const NO_GROUPS: ReadonlySet<string> = new Set();

/** @param aliases the router's `model_group_alias` */
export function createCatalogue(
  deployments: readonly Deployment[],
  aliases: Readonly<Record<string, string>>,
  providerOf: ProviderOf,
): ModelCatalogue {
  const byName = new Map<string, readonly Deployment[]>();
  for (const one of deployments) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const aliasMap = new Map(Object.entries(aliases));
  const groups = new Map(
    [...byName].map(([name, those]) => [name, new Set(those.flatMap(({ accessGroups }) => accessGroups))]),
  );
  // `openai/*` offers whatever the provider has.
  const wildcards = [...byName.keys()].filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  // The longest that a name begins with serves it, and its groups are those of the name.
  const byLength = wildcards.toSorted((a, b) => b.length - a.length);
  const isServed = (model: string): boolean =>
    byName.has(model) || wildcards.some((start) => model.startsWith(start));
  return {
    groupsOf(model) {
      const own = groups.get(model);
      if (own !== undefined || aliasMap.has(model)) return own ?? NO_GROUPS;
      const served = byLength.find((start) => model.startsWith(start));
      return (served === undefined ? undefined : groups.get(`${served}*`)) ?? NO_GROUPS;
    },
    aliasOf: (model) => aliasMap.get(model),
    isKnown: (model) => isServed(model) || aliasMap.has(model),
    isServed,
    targetsOf(model) {
      const targets = (byName.get(aliasMap.get(model) ?? model) ?? []).map(({ target }) => target);
      const known = [...new Set(targets)].filter((target) => target !== '' && !target.includes('*'));
      return known.length === 0 ? [model] : known;
    },
    isFree(model) {
      // A price that is not said beside one that is said is zero; deployments that say none have no say.
      const told = (byName.get(aliasMap.get(model) ?? model) ?? []).filter(
        ({ inputCost, outputCost }) => inputCost !== null || outputCost !== null,
      );
      return (
        told.length > 0 &&
        told.every(({ inputCost, outputCost }) => (inputCost ?? 0) === 0 && (outputCost ?? 0) === 0)
      );
    },
    providerOf,
  };
}

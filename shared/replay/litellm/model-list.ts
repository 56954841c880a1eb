import type { ModelCatalogue } from './catalogue.ts';
import { modelPatternOf } from './model-pattern.ts';
import type { ModelPattern } from './model-pattern.ts';

/** The models that a key, team or user may call, made ready to be asked. */
export interface ModelList {
  readonly names: ReadonlySet<string>;
  readonly patterns: readonly {
    readonly text: string;
    /** Null for what cannot be read; it covers nothing. */
    readonly covers: ModelPattern | null;
  }[];
  /** Empty, or with `*` or `all-proxy-models` in it. */
  readonly isAll: boolean;
  /** A key with this leaves the question to its team. */
  readonly leavesToTeam: boolean;
  /** A user with this may call nothing of their own. */
  readonly isNone: boolean;
}

/** What of a list covers a model. */
export type Cover =
  | { readonly by: 'group'; readonly group: string }
  | { readonly by: 'team-alias'; readonly alias: string }
  | { readonly by: 'pattern'; readonly pattern: string; readonly provider: string | null }
  | { readonly by: 'all' }
  | { readonly by: 'name'; readonly name: string };

const ALL = ['*', 'all-proxy-models'];

export function createModelList(models: readonly string[]): ModelList {
  const names = new Set(models);
  return {
    names,
    patterns: models
      .filter((text) => text.includes('*'))
      .map((text) => ({ text, covers: modelPatternOf(text) })),
    isAll: models.length === 0 || ALL.some((name) => names.has(name)),
    leavesToTeam: names.has('all-team-models'),
    isNone: names.has('no-default-models'),
  };
}

/** Makes lists; those of the same names are one. */
export type ModelLists = (models: readonly string[]) => ModelList;

export function createModelLists(): ModelLists {
  const made = new Map<string, ModelList>();
  return (models) => {
    const text = JSON.stringify(models);
    const known = made.get(text) ?? createModelList(models);
    made.set(text, known);
    return known;
  };
}

/**
 * What of a list covers a model, under its own name or the one that the router's alias stands for; null when nothing does
 * (LiteLLM 1.81.13 and 1.106.2, `_can_object_call_model`).
 *
 * @param teamAliases aliases of the key's team; who may use the team may use them
 */
export function coverOf(
  list: ModelList,
  model: string,
  catalogue: ModelCatalogue,
  teamAliases: ReadonlyMap<string, string>,
): Cover | null {
  const alias = catalogue.aliasOf(model);
  const own = coverOfName(list, model, catalogue, teamAliases);
  return own ?? (alias === undefined ? null : coverOfName(list, alias, catalogue, teamAliases));
}

/** What of a list covers a model under this name; null when nothing does. */
export function coverOfName(
  list: ModelList,
  model: string,
  catalogue: ModelCatalogue,
  teamAliases: ReadonlyMap<string, string>,
): Cover | null {
  const groups = catalogue.groupsOf(model);
  for (const group of groups) if (list.names.has(group)) return { by: 'group', group };
  if (teamAliases.has(model)) return { by: 'team-alias', alias: model };
  for (const { text, covers } of list.patterns)
    if (covers?.(model) === true) return { by: 'pattern', pattern: text, provider: null };
  const provider = list.patterns.length === 0 ? null : catalogue.providerOf(model);
  if (provider !== null)
    for (const { text, covers } of list.patterns)
      if (covers?.(`${provider}/${model}`) === true) return { by: 'pattern', pattern: text, provider };
  if (list.isAll) return { by: 'all' };
  return list.names.has(model) ? { by: 'name', name: model } : null;
}

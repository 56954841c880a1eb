import { proxyError } from '../answer.ts';
import { served } from '../models/served.ts';
import { repr } from '../python.ts';
import { textsOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { Asked } from './account.ts';

const NEUTRAL = (model: string): string =>
  `The requested model '${model}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.`;

/** Refuses a model that the key's or the team's list does not reach: 403 since 1.106.2, 401 before. */
export function refuseModel(store: Store, { model, key, team }: Asked): void {
  const older = store.release === '1.81.13';
  for (const [owner, list] of [
    ['key', textsOf(key?.['models'])],
    ['team', textsOf(team?.['models'])],
  ] as const) {
    if (list.length === 0 || reaches(store, list, model)) continue;
    const words = older
      ? `${owner} not allowed to access model. This ${owner} can only access models=${repr(list)}. Tried to access ${model}`
      : NEUTRAL(model);
    throw proxyError(older ? 401 : 403, words, { type: `${owner}_model_access_denied`, param: 'model' });
  }
}

/** By name, by access group, by alias or under a wildcard. */
function reaches(store: Store, list: readonly string[], asked: string): boolean {
  const names = new Set([asked, store.aliases[asked] ?? asked]);
  const groups = new Set(
    served(store)
      .filter((model) => names.has(model.name))
      .flatMap((model) => textsOf(model.info['access_groups'])),
  );
  return list.some(
    (entry) =>
      entry === 'all-proxy-models' ||
      names.has(entry) ||
      groups.has(entry) ||
      (entry.endsWith('*') && [...names].some((name) => name.startsWith(entry.slice(0, -1)))),
  );
}

import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import { namesOf, objectOf, textsOf } from '../neutral-values.ts';
import type { AccessGroups } from './access-groups.ts';
import type { KeySubject, TeamSubject, UserSubject } from './decide.ts';
import type { ModelLists } from './model-list.ts';

/** Budgets are filled by the replay, and so are not the subject's. */
const UNFILLED = { max: null, spent: 0 };

/** What is needed beside a resource to make it a subject. */
export interface SubjectGround {
  readonly lists: ModelLists;
  readonly groups: AccessGroups;
}

export function keySubject(key: Resource, { lists, groups }: SubjectGround): KeySubject {
  const { fields, settings, observed } = key;
  // The models of a key with a `config` are not looked at (`user_api_key_auth`, 1.81.13 and 1.106.2).
  const hasConfig = Object.keys(objectOf(settings['config'])).length > 0;
  return {
    models: lists(hasConfig ? ['all-team-models'] : namesOfList(fields['models'], observed['models'])),
    ...groups.ofKey(key),
    blocked: fields['blocked'] === true,
    budget: UNFILLED,
    aliases: aliasesOfKey(key),
  };
}

export function teamSubject(team: Resource, { lists, groups }: SubjectGround): TeamSubject {
  const { fields, observed } = team;
  return {
    models: lists(namesOfList(fields['models'], observed['models'])),
    ...groups.ofTeam(team),
    blocked: fields['blocked'] === true,
    budget: UNFILLED,
    aliases: aliasesOfTeam(team),
  };
}

/** Names of a key's own for models. */
export function aliasesOfKey({ settings }: Resource): ReadonlyMap<string, string> {
  return new Map(Object.entries(textsOf(settings['aliases'])));
}

/** Names that the members of a team may use for models. */
export function aliasesOfTeam({ settings }: Resource): ReadonlyMap<string, string> {
  const table = settings['litellm_model_table'];
  const aliases = settings['model_aliases'] ?? (isJsonObject(table) ? table['model_aliases'] : undefined);
  return new Map(Object.entries(textsOf(aliases)));
}

export function userSubject({ fields, observed }: Resource, { lists }: SubjectGround): UserSubject {
  return { models: lists(namesOfList(fields['models'], observed['models'])), budget: UNFILLED };
}

/**
 * A list in neutral words (`["*"]` is every model, `[]` is none) as LiteLLM has it.
 *
 * @param asItCame the list in the gateway's own words, where the node spelled it in others
 */
function namesOfList(models: JsonValue | undefined, asItCame: JsonValue | undefined): readonly string[] {
  const neutral = namesOf(models);
  const own = namesOf(asItCame);
  // What is wanted otherwise than it was read is in neutral words alone.
  if (own.length > 0 && sameModels(neutral, own)) return own;
  if (neutral.includes('*')) return [];
  return neutral.length === 0 ? ['no-default-models'] : neutral;
}

function sameModels(neutral: readonly string[], own: readonly string[]): boolean {
  const isAll = own.includes('*') || own.includes('all-proxy-models');
  if (isAll) return neutral.includes('*');
  const meant = [...new Set(own)].filter((name) => name !== 'no-default-models').sort();
  return meant.join('\n') === neutral.join('\n');
}

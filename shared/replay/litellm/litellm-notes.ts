import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { many } from '../many.ts';
import { namesOf, objectOf } from '../neutral-values.ts';
import { modelPatternOf } from './model-pattern.ts';
import type { Found } from '../noted-replay.ts';

/**
 * What of the rules of a LiteLLM node is left out by a replay.
 *
 * @param used keys and teams that the log names
 */
export function litellmNotes(resources: readonly Resource[], used: readonly Resource[]): Found {
  const windows = used.filter(({ settings }) => isFilled(settings['budget_limits']));
  const configs = used.filter(({ kind, settings }) => kind === 'key' && isFilled(settings['config']));
  const groups = resources.filter(
    ({ kind, fields }) => kind === 'accessGroup' && objectOf(fields['budget'])['limit'] !== undefined,
  );
  const members = used.flatMap(({ observed }) =>
    listOf(observed['member_budgets']).filter((member) =>
      isFilled(objectOf(objectOf(member)['settings'])['allowed_models']),
    ),
  );
  const patterns = new Set(
    resources
      .flatMap(({ fields }) => namesOf(fields['models']))
      .filter((name) => name.includes('*') && modelPatternOf(name) === null),
  );
  const note = (code: string, count: number, text: (count: number) => string) =>
    [code, count === 0 ? null : text(count)] as const;
  return [
    note(
      'budget-limits',
      windows.length,
      (count) =>
        `Budgets of several windows (budget_limits) of ${many(count, 'key or team', 'keys and teams')} are left out: they may refuse more.`,
    ),
    note(
      'access-group-budgets',
      groups.length,
      (count) => `Budgets of ${many(count, 'access group')} of models are left out: they may refuse more.`,
    ),
    note(
      'member-models',
      members.length,
      (count) =>
        `Lists of models of ${many(count, 'single member')} of teams (allowed_models, since 1.84) are left out: they may refuse more.`,
    ),
    note(
      'key-config',
      configs.length,
      (count) =>
        `${many(count, 'key')} ${count === 1 ? 'brings' : 'bring'} a config of ${count === 1 ? 'its' : 'their'} own: the gateway does not look at the models of ${count === 1 ? 'such a key' : 'such keys'}, and what else the config says is left out.`,
    ),
    note(
      'patterns-left-out',
      patterns.size,
      () =>
        `What these entries of lists of models cover is not worked out, so that they cover nothing here: ${[
          ...patterns,
        ]
          .sort()
          .map((name) => JSON.stringify(name))
          .join(', ')}.`,
    ),
  ];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isFilled(value: Resource['settings'][string] | undefined): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.keys(value).length > 0;
}

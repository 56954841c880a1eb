import type { Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { resolveModels, type Policy, type PolicyTeam } from './policy.ts';

/**
 * The names that may stand in a team's list of models on a node: public model names, wildcard names such as
 * `openai/*`, and LiteLLM's access groups (`model_info.access_groups`, 1.106.2).
 */
export function offeredModels(snapshot: Snapshot): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { kind, name, settings } of snapshot.resources) {
    if (kind !== 'model') continue;
    names.add(name);
    for (const group of accessGroups(settings)) names.add(group);
  }
  return names;
}

/** True when the name is offered, itself or by a wildcard. */
export function offersModel(offered: ReadonlySet<string>, model: string): boolean {
  if (offered.has(model)) return true;
  for (const pattern of offered) {
    if (pattern.endsWith('*') && model.startsWith(pattern.slice(0, -1))) return true;
  }
  return false;
}

/** The models that a team may use by the policy, and that are not offered. */
export function absentModels(
  policy: Policy,
  { models }: PolicyTeam,
  offered: ReadonlySet<string>,
): readonly string[] {
  const names = models === undefined ? null : resolveModels(policy, models);
  return (names ?? []).filter((model) => model !== '*' && !offersModel(offered, model));
}

function accessGroups(settings: JsonValue): readonly string[] {
  if (!isJsonObject(settings)) return [];
  return Object.entries(settings).flatMap(([key, value]) =>
    key === 'access_groups' && Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string')
      : accessGroups(value),
  );
}

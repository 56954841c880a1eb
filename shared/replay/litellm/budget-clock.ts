import type { Resource } from '../../fleet/snapshot.ts';
import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import type { BudgetClock } from '../budget-windows.ts';
import { textOf } from '../neutral-values.ts';
import type { ReleaseRules } from './release-rules.ts';

/**
 * Zones that 1.81.13 knows, each an hour that stays the same all year (`_setup_timezone`), by what such an hour is called
 * among IANA's names: `Etc/GMT+4` is four hours behind UTC. It takes others for UTC.
 */
const FIXED_ZONES: Readonly<Record<string, string>> = {
  'US/Eastern': 'Etc/GMT+4',
  'US/Pacific': 'Etc/GMT+7',
  'Asia/Kolkata': 'Asia/Kolkata',
  'Asia/Bangkok': 'Asia/Bangkok',
  'Europe/London': 'Etc/GMT-1',
};

/**
 * By what a node of a release lets budgets start anew.
 *
 * @param zone `litellm_settings.timezone`, an IANA name; 1.81.13 looks for it within `general_settings` instead
 *   (`get_budget_reset_timezone`)
 */
export function budgetClockOf(
  resources: readonly Resource[],
  zone: string,
  { windows }: Pick<ReleaseRules, 'windows'>,
): BudgetClock {
  const { zones, readsWeeks, readsWords, readsTimeOfDay } = windows;
  const setting = (end: string): JsonValue | undefined =>
    resources.find(({ kind, name }) => kind === 'setting' && name.endsWith(end))?.fields['value'];
  const general = setting('general_settings.litellm_settings');
  const inGeneral = isJsonObject(general) ? textOf(general['timezone']) : '';
  return {
    zone: zones === 'fixed' ? (FIXED_ZONES[inGeneral] ?? 'UTC') : zone,
    timeOfDayMs: readsTimeOfDay ? timeOfDayOf(textOf(setting('.budget_reset_time'))) : 0,
    readsWeeks,
    readsWords,
  };
}

/** `12:00` and `12:00:30` in milliseconds; midnight for what is no time, with which a gateway does not start. */
function timeOfDayOf(text: string): number {
  const match = /^([01]?\d|2[0-3]):([0-5]?\d)(?::([0-5]?\d))?$/.exec(text);
  const [hours, minutes, seconds] = [1, 2, 3].map((place) => Number(match?.[place] ?? 0));
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000;
}

import { isJsonObject } from '../../json.ts';
import type { JsonValue } from '../../json.ts';
import { nanoOf, textOf } from '../neutral-values.ts';
import type { SpendPeriod } from '../spend-windows.ts';
import { bedrockNames } from './bedrock-names.ts';
import type { ModelCatalogue } from './catalogue.ts';
import type { ReleaseRules } from './release-rules.ts';

/** A budget of one holder for a model. */
export interface ModelBudget {
  /** Nano-dollars; null where spend is only added up. */
  readonly max: bigint | null;
  /** As the node spells it. */
  readonly period: string;
  readonly lasts: SpendPeriod;
}

/** One whose period the release cannot read adds up nothing, and so refuses nothing. */
type ReadBudget = Omit<ModelBudget, 'lasts'> & { readonly lasts: SpendPeriod | null };

/** Budgets of one holder by what they are named after: models, and in newer releases groups and patterns. */
export type ModelBudgets = ReadonlyMap<string, ReadBudget>;

/** The budget that governs a model, and what it is named after. */
export interface GoverningBudget extends ModelBudget {
  readonly entry: string;
}

/** Of a holder without any. */
export const NO_MODEL_BUDGETS: ModelBudgets = new Map();

/**
 * Reads a `model_max_budget` (`BudgetConfig`, 1.81.13 to 1.110.2: `budget_limit` is `max_budget`, `time_period` is
 * `budget_duration`). What has no period that the release can read is left out where the next name is looked for instead
 * (`_usable_budget_config`, 1.103.0 and later), and stands in the way of it in older releases.
 */
export function readModelBudgets(
  value: JsonValue | undefined,
  {
    modelBudgets: { countsZero, spendBy },
    windows: { readsWords },
  }: Pick<ReleaseRules, 'modelBudgets' | 'windows'>,
): ModelBudgets {
  if (!isJsonObject(value)) return NO_MODEL_BUDGETS;
  const read = Object.entries(value).flatMap(([entry, budget]) => {
    if (!isJsonObject(budget)) return [];
    const period = textOf(budget['time_period'] ?? budget['budget_duration']);
    const lasts = spendPeriodOf(period, readsWords);
    if (lasts === null && spendBy === 'budget') return [];
    const max = nanoOf(budget['budget_limit'] ?? budget['max_budget']);
    const isLimit = max !== null && (max > 0n || (countsZero && max === 0n));
    return [[entry, { max: isLimit ? max : null, period, lasts }] as const];
  });
  return read.length === 0 ? NO_MODEL_BUDGETS : new Map(read);
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const WORDS: Readonly<Record<string, string>> = { hourly: '1h', daily: '24h', weekly: '7d', monthly: '30d' };

/** The length of a period as `duration_in_seconds` reads it (1.81.13 to 1.110.2); null for what it cannot read. */
function spendPeriodOf(text: string, readsWords: boolean): SpendPeriod | null {
  const period = readsWords ? (WORDS[text.trim().toLowerCase()] ?? text) : text;
  const match = /^(\d+)(mo|[smhdw])/.exec(period);
  if (match === null) return null;
  const count = Number(match[1]);
  if (match[2] === 'mo') return { months: count };
  return { ms: count * (UNITS[match[2] ?? ''] ?? 0) };
}

/**
 * The budget that governs a model (`resolve_model_budget`, 1.103.0 and later; `_get_request_model_budget_config` before): the
 * one named after it as it is asked for, else after its last part (`gpt-4o` for `openai/gpt-4o`), else in newer releases after
 * a model of Bedrock, a group that the model is in, or the pattern with the most letters.
 */
export function governingBudget(
  budgets: ModelBudgets,
  model: string,
  catalogue: ModelCatalogue,
  { modelBudgets: { names } }: Pick<ReleaseRules, 'modelBudgets'>,
): GoverningBudget | null {
  if (budgets.size === 0) return null;
  const own = namesOfModel(model, catalogue, names !== 'plain');
  const entry =
    own.find((name) => budgets.has(name)) ??
    (names === 'patterns' ? (groupOf(budgets, model, catalogue) ?? patternOf(budgets, own)) : undefined);
  const found = entry === undefined ? undefined : budgets.get(entry);
  if (entry === undefined || found === undefined || found.lasts === null) return null;
  return { ...found, entry, lasts: found.lasts };
}

/** True where a budget is named after a model itself, and not after a group or a pattern that it is in. */
export function namesModel(entry: string, model: string, catalogue: ModelCatalogue): boolean {
  return namesOfModel(model, catalogue, true).includes(entry);
}

/** What of a name stands behind its last slash: the model without its provider. */
export function lastPart(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1);
}

function namesOfModel(model: string, { providerOf }: ModelCatalogue, hasBedrock: boolean): readonly string[] {
  return [model, lastPart(model), ...(hasBedrock ? bedrockNames(model, providerOf) : [])];
}

function groupOf(budgets: ModelBudgets, model: string, catalogue: ModelCatalogue): string | undefined {
  const groups = catalogue.groupsOf(model);
  return [...budgets.keys()]
    .filter((entry) => !entry.includes('*') && groups.has(entry) && !catalogue.isKnown(entry))
    .sort()[0];
}

/** `*` stands for any letters, also none. The most other letters win, then the fewest `*`, then the later in the alphabet. */
function patternOf(budgets: ModelBudgets, names: readonly string[]): string | undefined {
  const stars = (pattern: string): number => pattern.split('*').length - 1;
  return [...budgets.keys()]
    .filter((entry) => entry.includes('*') && names.some((name) => covers(entry, name)))
    .sort(
      (a, b) =>
        b.length - stars(b) - (a.length - stars(a)) || stars(a) - stars(b) || (a < b ? 1 : a > b ? -1 : 0),
    )[0];
}

function covers(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const [head = '', tail = ''] = [parts[0], parts.at(-1)];
  const end = name.length - tail.length;
  if (end < head.length || !name.startsWith(head) || !name.endsWith(tail)) return false;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.slice(0, end).indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

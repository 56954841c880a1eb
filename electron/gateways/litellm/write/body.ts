import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { decimalText, sortedTexts } from '../fields.ts';

/** What this adapter cannot write, and what to do instead. */
export function notSupported(operation: Operation, what: string): ProblemError {
  return new ProblemError({
    code: 'not_supported',
    message: `${operation.name} on ${operation.node}: ${what} Nothing was sent.`,
    next: "Change it in the gateway's own file or dashboard, or leave it out of the plan.",
  });
}

/** How one neutral field becomes fields of a body. */
type FieldWriter = (operation: Operation, value: JsonValue) => JsonObject;

/** The neutral fields that LiteLLM spells alike wherever it has them (1.81.13, 1.106.2). */
const COMMON: Readonly<Record<string, FieldWriter>> = {
  models: (_operation, value) => ({ models: modelsBody(value) }),
  budget: budgetBody,
  requestsPerMinute: (_operation, value) => ({ rpm_limit: value }),
  tokensPerMinute: (_operation, value) => ({ tpm_limit: value }),
  blocked: (_operation, value) => ({ blocked: value === true }),
  team: (_operation, value) => ({ team_id: value }),
  user: (_operation, value) => ({ user_id: value }),
  role: (_operation, value) => ({ user_role: value }),
};

/** What is written in another way than in the body. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'id',
  'settings',
  'members',
  'memberBudget',
  'memberBudgets',
]);

/**
 * The body that a wanted state means: neutral fields in LiteLLM's words, then its own settings as they stand.
 * Members go another way. Throws `not_supported` for a field the kind does not have.
 */
export function bodyOf(operation: Operation, own: Readonly<Record<string, FieldWriter>> = {}): JsonObject {
  const wanted = operation.wanted ?? {};
  const parts = Object.entries(wanted).flatMap(([name, value]) => {
    if (ELSEWHERE.has(name)) return [];
    const write = [own, COMMON].find((writers) => Object.hasOwn(writers, name))?.[name];
    if (write === undefined)
      throw notSupported(operation, `LiteLLM's ${operation.kind}s have no ${name} that can be written here.`);
    return [write(operation, value)];
  });
  return Object.assign({}, ...parts, settingsOf(wanted)) as JsonObject;
}

/** The wanted settings of its own, mappings without the entries that are to go: LiteLLM takes mappings whole. */
export function settingsOf(wanted: JsonObject): JsonObject {
  const { settings } = wanted;
  if (!isJsonObject(settings)) return {};
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      isJsonObject(value) ? withoutNulls(value) : value,
    ]),
  );
}

/** The id that was chosen for something new; empty when the gateway is to choose one. */
export function chosenId({ wanted = {} }: Operation): string {
  const { id } = wanted;
  return typeof id === 'string' ? id : '';
}

/** The id of what is to be changed. Throws `not_supported` when the plan does not say it. */
export function requireId(operation: Operation): string {
  if (operation.resourceId !== undefined) return operation.resourceId;
  throw notSupported(operation, `The plan does not say which ${operation.kind} it is.`);
}

/** The problem of an answer that does not tell what was made. */
export function unnamed(operation: Operation, route: string): ProblemError {
  return new ProblemError({
    code: 'answer_unreadable',
    message: `${operation.node} did not say which ${operation.kind} it made for ${operation.name}.`,
    next: `Pull the node to see whether the ${operation.kind} is there.`,
    where: route,
  });
}

/** An empty list is "all" to LiteLLM, so "none" is a name that no model has. */
function modelsBody(value: JsonValue): readonly string[] {
  const models = sortedTexts(value);
  if (models.includes('*')) return [];
  return models.length === 0 ? ['no-default-models'] : models;
}

/**
 * Dollars as LiteLLM's own number. Null clears the limit. The period is always named: `/team/update` keeps a
 * `budget_duration` that is left out, also when it clears `max_budget` (recorded: team-update-null-budget of
 * 1.106.2 and 1.81.13). No recording names it with null; a re-read shows whether it went.
 */
export function budgetBody(
  operation: Operation,
  value: JsonValue,
): { readonly max_budget: number | null; readonly budget_duration: JsonValue } {
  if (value === null) return { max_budget: null, budget_duration: null };
  const limit = isJsonObject(value) ? decimalText(value['limit']) : null;
  if (!isJsonObject(value) || limit === null || limit.startsWith('-'))
    throw notSupported(operation, 'The budget is not an amount.');
  return { max_budget: Number(limit), budget_duration: value['period'] ?? null };
}

/** A mapping without its entries that hold null. */
export function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
}

import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Operation } from '../../../shared/plan/plan.ts';
import { ProblemError } from '../../../shared/result.ts';
import { decimalText, sortedTexts } from './fields.ts';

/** What this adapter cannot write, and what to do instead. */
export function notSupported(operation: Operation, what: string): ProblemError {
  return new ProblemError({
    code: 'not_supported',
    message: `${operation.name} on ${operation.node}: ${what} Nothing was sent.`,
    next: "Change it in the gateway's own file or dashboard, or leave it out of the plan.",
  });
}

/** The fields of `/team/new` and `/team/update` that a wanted neutral state means; members go another way. */
export function teamBody(operation: Operation): JsonObject {
  const entries = Object.entries(operation.wanted ?? {}).flatMap(([name, value]) =>
    entryOf(operation, name, value),
  );
  return Object.fromEntries(entries);
}

function entryOf(
  operation: Operation,
  name: string,
  value: JsonValue,
): readonly (readonly [string, JsonValue])[] {
  switch (name) {
    case 'models':
      return [['models', modelsBody(value)]];
    case 'budget':
      return budgetBody(operation, value);
    case 'requestsPerMinute':
      return [['rpm_limit', value]];
    case 'tokensPerMinute':
      return [['tpm_limit', value]];
    case 'blocked':
      return [['blocked', value === true]];
    case 'members':
      return [];
    default:
      throw notSupported(operation, `LiteLLM's teams have no ${name} that can be written here.`);
  }
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
function budgetBody(operation: Operation, value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (value === null)
    return [
      ['max_budget', null],
      ['budget_duration', null],
    ];
  const limit = isJsonObject(value) ? decimalText(value['limit']) : null;
  if (!isJsonObject(value) || limit === null || limit.startsWith('-'))
    throw notSupported(operation, 'The budget is not an amount.');
  return [
    ['max_budget', Number(limit)],
    ['budget_duration', value['period'] ?? null],
  ];
}

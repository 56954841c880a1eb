import type { Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Draft } from './gateway-planning.ts';
import { namedPeople } from './named-people.ts';

/**
 * What a change of what members may spend in a team of LiteLLM brings with it (1.81.13, 1.106.2): who is refused at once by
 * what they spent there, whose period begins anew, and who is not limited any more.
 */
export function memberConsequences(
  { action, kind, before, wanted = {}, node, name }: Draft,
  { resources }: Pick<Snapshot, 'resources'>,
): readonly string[] {
  const { memberBudget, memberBudgets } = wanted;
  const isNamed = memberBudget !== undefined || memberBudgets !== undefined;
  if (action !== 'update' || kind !== 'team' || before === undefined || !isNamed) return [];
  const messages: string[] = [];
  const over = overspent(before.observed['member_budgets'], (user) =>
    budgetAfter(before.fields, wanted, user),
  );
  if (over.length > 0) {
    messages.push(
      `On ${node} ${namedPeople(over, resources)} of "${name}" ${over.length === 1 ? 'has' : 'have'} already spent more there than a member may then: refused at once, as what was spent stays.`,
    );
  }
  const given = before.fields['memberBudget'] ?? null;
  if (memberBudget === null && given !== null) {
    messages.push(
      `On ${node} what members of "${name}" spend there is no longer limited, but of those with a budget of their own. LiteLLM keeps the budget that it made for them, without a limit.`,
    );
  }
  if (isJsonObject(given) && isJsonObject(memberBudget) && periodOf(given) !== periodOf(memberBudget)) {
    messages.push(
      `On ${node} the period of what members of "${name}" may spend changes: when it next starts over is worked out anew.`,
    );
  }
  return messages;
}

/** What a member may spend when it is done: their own budget, else the one that the team gives. */
function budgetAfter(held: JsonObject, wanted: JsonObject, user: string): JsonValue {
  const own = { ...objectOf(held['memberBudgets']), ...objectOf(wanted['memberBudgets']) };
  const isCleared = wanted['memberBudgets'] === null;
  const given = wanted['memberBudget'] === undefined ? held['memberBudget'] : wanted['memberBudget'];
  return (isCleared ? null : own[user]) ?? given ?? null;
}

/** Members by their ids. Only for a warning: the gateway decides with its own numbers. */
function overspent(members: JsonValue | undefined, budgetOf: (user: string) => JsonValue): readonly string[] {
  if (!Array.isArray(members)) return [];
  return members.flatMap((member: JsonValue) => {
    const { user, observed } = objectOf(member);
    const { spend } = objectOf(observed);
    if (typeof user !== 'string' || (typeof spend !== 'number' && typeof spend !== 'string')) return [];
    const budget = budgetOf(user);
    return isJsonObject(budget) && Number(spend) > Number(budget['limit']) ? [user] : [];
  });
}

function periodOf(budget: JsonObject): JsonValue {
  return budget['period'] ?? null;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

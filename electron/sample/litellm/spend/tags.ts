import { ok, type Answer } from '../answer.ts';
import { float, type Value } from '../python.ts';
import type { Call, Route } from '../route.ts';
import type { LoggedFacts } from '../spend-log.ts';
import type { LoggedCall } from './logged-call.ts';
import { between, sumBy } from './sums.ts';

/** Spend by tag. Tags are counted of the calls that the proxy has logged itself. */
export const SPEND_TAG_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/tag/distinct', access: 'admin', answer: distinct },
  { method: 'GET', path: '/tag/summary', access: 'admin', answer: summary },
  { method: 'GET', path: '/spend/tags', access: 'admin', answer: spendByTag },
  { method: 'GET', path: '/global/spend/all_tag_names', access: 'admin', answer: names },
];

/** The tags of a logged call; a log that was there at the start tells none. */
export function tagsOfFacts(facts: LoggedFacts): readonly string[] {
  return 'tags' in facts ? (facts as LoggedCall).tags : [];
}

function distinct({ log }: Call): Answer {
  const tags = [...sumBy(log, tagsOfFacts).keys()].sort();
  return ok({ results: tags.map((tag) => ({ tag })) });
}

function names({ log }: Call): Answer {
  return ok({ tag_names: [...sumBy(log, tagsOfFacts).keys()] });
}

function spendByTag({ log }: Call): Answer {
  const rows = [...sumBy(log, tagsOfFacts)].map(([tag, sums]): Value => ({
    individual_request_tag: tag,
    log_count: sums.ok + sums.failed,
    total_spend: float(sums.spend),
  }));
  return ok(rows);
}

/** Only calls with a key of their own are counted; users are those that the calls name. */
function summary({ log, query }: Call): Answer {
  const part = between(log, query.get('start_date') ?? '', query.get('end_date') ?? '9999');
  const modelCalls = (facts: LoggedFacts): readonly string[] =>
    facts.keyHash.length === 64 ? tagsOfFacts(facts) : [];
  const users = new Map<string, Set<string>>();
  for (let index = 0; index < part.size; index += 1) {
    const facts = part.facts(index);
    for (const tag of modelCalls(facts)) {
      const known = users.get(tag) ?? new Set<string>();
      users.set(tag, known);
      if (facts.userId !== '') known.add(facts.userId);
    }
  }
  const rows = [...sumBy(part, modelCalls)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, sums]): Value => ({
      tag,
      unique_users: users.get(tag)?.size ?? 0,
      total_requests: sums.ok + sums.failed,
      successful_requests: sums.ok,
      failed_requests: sums.failed,
      total_tokens: sums.prompt + sums.completion,
      total_spend: float(sums.spend),
    }));
  return ok({ results: rows });
}

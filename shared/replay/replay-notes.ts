import type { GatewayKind } from '../fleet/node.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { windowsOf } from './budget-windows.ts';
import { doublewordNotes } from './doubleword/doubleword-notes.ts';
import { litellmNotes } from './litellm/litellm-notes.ts';
import { many } from './many.ts';
import { NOT_EVALUABLE, ruleNumber } from './replay-state.ts';
import type { ReplayNote } from './replay-state.ts';
import type { NotedReplay, Found } from './noted-replay.ts';

/** What of a replay has to be said beside its numbers: only what bears on these requests and rules. */
export function replayNotes(replayed: NotedReplay): readonly ReplayNote[] {
  const found = [
    ...ofTurns(replayed),
    ...ofChanges(replayed),
    ...ofBudgets(replayed),
    ...ofLimits(replayed),
    ...OF_GATEWAY[replayed.gateway](replayed),
    ...ofResources(replayed),
  ].flatMap(([code, text]) => (text === null ? [] : [{ code, text }]));
  return [...found, ...replayed.after.remarks];
}

/** What only replays of one kind of gateway leave open. */
const OF_GATEWAY: Readonly<Record<GatewayKind, (replayed: NotedReplay) => Found>> = {
  litellm: (replayed) => [
    ...ofPull(replayed),
    ...ofUnknown(replayed),
    ...litellmNotes(replayed.resources, usedOf(replayed)),
  ],
  doubleword: doublewordNotes,
};

function ofTurns({ phases: [, ...later] }: NotedReplay): Found {
  const times = later.map(({ fromMs }) => `${new Date(fromMs).toISOString().slice(0, 16)} UTC`);
  return [
    [
      'policy-turns',
      times.length === 0
        ? null
        : `Within this time an exception of the policy begins or ends (${times.join(', ')}): each request meets the rules of its moment, and what budgets and limits hold goes on. It is taken that each of these changes is pushed when it is due.`,
    ],
  ];
}

function ofChanges({ comparison: { denied, groups } }: NotedReplay): Found {
  const byCounters = groups
    .filter(
      ({ change, rule }) =>
        change === 'denied' && /^credits$|-(?:budget|requests|tokens|parallel|rate)$/.test(rule),
    )
    .reduce((sum, { requests }) => sum + requests, 0);
  // The rules of today do not explain all that happened: what they refuse may have been answered, and cost what it did.
  const unspent = groups
    .filter(({ change, combination }) => change === 'gained' && combination.outcome === 'refused')
    .reduce((sum, { requests }) => sum + requests, 0);
  return [
    [
      'retries',
      denied === 0
        ? null
        : `A caller who is refused may ask again, ask another model or fall back to one: which of the ${many(denied, 'denied request')} would have been made all the same is not in a log.`,
    ],
    [
      'late-counters',
      byCounters === 0
        ? null
        : `${many(byCounters, 'request')} ${byCounters === 1 ? 'is' : 'are'} denied by a budget or limit, which are filled here at the moment of an answer. A gateway counts some seconds later, and each of its workers by itself, so that it lets a few more through: this is the most that it would refuse.`,
    ],
    [
      'gained-without-spend',
      unspent === 0
        ? null
        : `What was refused when it was made has no cost and no tokens: ${many(unspent, 'gained request')} would have cost something that is not known, and ${unspent === 1 ? 'fills' : 'fill'} no budget here.`,
    ],
  ];
}

function ofBudgets({ log, fromMs, before, phases }: NotedReplay): Found {
  const untilMs = (log.startMs[log.count - 1] ?? fromMs) + 1;
  const budgets = new Map(
    [before, ...phases.map(({ state }) => state)].flatMap((state) =>
      state.budgets
        .filter(({ max, rule }) => max !== null && rule !== CREDITS)
        .map(
          (budget) =>
            [
              `${budget.holder} ${budget.id} ${budget.model ?? ''}`,
              { ...budget, clock: state.clock },
            ] as const,
        ),
    ),
  );
  const begun: string[] = [];
  const uncertain = new Set<string>();
  const known = new Map<string, { readonly certain: boolean; readonly beginsNow: boolean }>();
  for (const { holder, period, clock, opens } of budgets.values()) {
    if (opens !== undefined) {
      begun.push(holder);
      continue;
    }
    const id = JSON.stringify([period, clock]);
    const window = known.get(id) ?? {
      certain: windowsOf(period, clock, fromMs, untilMs).certain,
      beginsNow: period !== null && windowsOf(period, clock, fromMs - 1, fromMs + 1).starts.length > 0,
    };
    known.set(id, window);
    if (!window.beginsNow) begun.push(holder);
    if (!window.certain && period !== null) uncertain.add(period);
  }
  return [
    [
      'spend-before',
      begun.length === 0
        ? null
        : `What was spent before ${new Date(fromMs).toISOString().slice(0, 16)} UTC is left out: ${many(begun.length, 'budget')} that ${begun.length === 1 ? 'was' : 'were'} under way then (${holderWords(begun)}) ${begun.length === 1 ? 'begins' : 'begin'} empty, and would have refused earlier.`,
    ],
    [
      'windows-uncertain',
      uncertain.size === 0
        ? null
        : `When a gateway starts budgets of ${[...uncertain].sort().join(', ')} anew depends on what is not known, such as the day on which they were made; here it is counted from the first request.`,
    ],
  ];
}

function ofLimits({ log, before, after, phases }: NotedReplay): Found {
  const limits = [before, ...phases.map(({ state }) => state)].flatMap((state) => state.limits);
  const needsEnds = limits.some(({ tokens, parallel }) => tokens !== null || parallel !== null);
  const lacking =
    log.durationMs === undefined ? log.count : log.durationMs.reduce((sum, ms) => sum + (ms < 0 ? 1 : 0), 0);
  const hasTokens = limits.some(({ tokens }) => tokens !== null);
  return [
    [
      'durations-missing',
      needsEnds && lacking > 0
        ? `How long ${many(lacking, 'request')} took is not known: ${lacking === 1 ? 'it counts' : 'they count'} as answered at once, so that limits of tokens refuse a little early, and limits of parallel requests too seldom.`
        : null,
    ],
    [
      'tokens-set-aside',
      hasTokens && !after.counting.keepsTokenOfCheck
        ? 'This release sets tokens aside for a request before it is answered, as many as the request asks for, which no log says. Here one is set aside, so that limits of tokens refuse the least that they can.'
        : null,
    ],
  ];
}

function ofPull({ log }: NotedReplay): Found {
  return [
    [
      'rules-of-today',
      log.count === 0
        ? null
        : 'Which keys, teams, lists, budgets and limits there were when a request was made is not logged: before the change stands what the node held at the last pull.',
    ],
  ];
}

function ofUnknown({ log, after, comparison: { notEvaluable } }: NotedReplay): Found {
  const isGuessed = after.courses.map(({ isKeyKnown, end }) => !isKeyKnown && end !== NOT_EVALUABLE);
  let guessed = 0;
  for (let request = 0; request < log.count; request += 1)
    if (isGuessed[log.combination[request] ?? 0] === true) guessed += 1;
  return [
    [
      'not-evaluable',
      notEvaluable === 0
        ? null
        : `${many(notEvaluable, 'request')} could not be evaluated: neither ${notEvaluable === 1 ? 'its' : 'their'} key nor ${notEvaluable === 1 ? 'its' : 'their'} team is known to the node now.`,
    ],
    [
      'keys-unknown',
      guessed === 0
        ? null
        : `${many(guessed, 'request')} came with a key that the node does not know any more; only the rules of ${guessed === 1 ? 'its' : 'their'} team were asked.`,
    ],
  ];
}

/** Keys and teams that the log names. */
function usedOf({ log, resources }: Pick<NotedReplay, 'log' | 'resources'>): readonly Resource[] {
  const inLog = new Set(log.combinations.flatMap(({ key, team }) => [`key ${key}`, `team ${team}`]));
  return resources.filter(({ kind, id }) => inLog.has(`${kind} ${id}`));
}

function ofResources({ log, resources }: NotedReplay): Found {
  const used = usedOf({ log, resources });
  const count = (these: readonly Resource[], test: (one: Resource) => boolean): number =>
    these.filter((one) => test(one)).length;
  const guardrails = count(resources, ({ kind }) => kind === 'guardrail');
  const unread = count(
    used,
    ({ kind, observed }) =>
      kind === 'team' && 'member_budgets' in observed && observed['member_budgets'] === null,
  );
  return [
    [
      'guardrails',
      guardrails === 0
        ? null
        : `Prompts are not logged, so that ${many(guardrails, 'guardrail')} of this node ${guardrails === 1 ? 'is' : 'are'} not run: what ${guardrails === 1 ? 'it' : 'they'} would have refused is left out.`,
    ],
    [
      'member-budgets-unread',
      unread === 0
        ? null
        : `What members of ${many(unread, 'team')} may spend there was not read, and is left out.`,
    ],
  ];
}

/** What owners have is what is left of it when the time begins. */
const CREDITS = ruleNumber('credits');

/** `2 of teams, 1 of a key`: whose budgets there are. */
function holderWords(holders: readonly string[]): string {
  const counts = new Map<string, number>();
  // Sorted, as budgets come in the order in which a log happens to name their holders.
  for (const holder of holders.toSorted()) counts.set(holder, (counts.get(holder) ?? 0) + 1);
  return [...counts]
    .map(([holder, number]) =>
      many(number, `of ${/^[aeiou]/.test(holder) ? 'an' : 'a'} ${holder}`, `of ${holder}s`),
    )
    .join(', ');
}

import type { Resource } from '../../fleet/snapshot.ts';
import { many } from '../many.ts';
import { countOf, objectOf, textOf } from '../neutral-values.ts';
import { NOT_EVALUABLE } from '../replay-state.ts';
import type { Found, NotedReplay } from '../noted-replay.ts';

/** What of a replay cannot be known because Doubleword does not tell it (dwctl 10.13.1), as far as it bears on its requests. */
export function doublewordNotes(replayed: NotedReplay): Found {
  return [...ofCallers(replayed), ...ofMoney(replayed), ...ofLimits(replayed)];
}

function ofCallers({ log, after, comparison: { notEvaluable } }: NotedReplay): Found {
  const { combinations } = log;
  const isLost = after.courses.map(({ end }) => end === NOT_EVALUABLE);
  let refused = 0;
  let named = false;
  for (let request = 0; request < log.count; request += 1) {
    const of = log.combination[request] ?? 0;
    if (combinations[of]?.user !== '') named = true;
    if (isLost[of] === true && combinations[of]?.outcome === 'refused') refused += 1;
  }
  return [
    [
      'payer-not-told',
      notEvaluable === 0
        ? null
        : `${many(notEvaluable, 'request')} could not be evaluated: Doubleword's log names no caller, and its ledger only who paid. Calls that failed or were refused, probes, and free models that not everyone may call have no payer.`,
    ],
    [
      'refused-unseen',
      refused === 0
        ? null
        : `${many(refused, 'of them was refused', 'of them were refused')} when ${refused === 1 ? 'it was' : 'they were'} made: whether a policy would let ${refused === 1 ? 'it' : 'them'} through is not known, so that what is gained is the least.`,
    ],
    [
      'groups-of-today',
      named
        ? 'Who was in which group when a request was made is not logged: these are the groups of the last pull. By team, a request is of the only group that its payer was in when it was imported, whatever rule costs.yaml names for costs.'
        : null,
    ],
  ];
}

function ofMoney({ log, after }: NotedReplay): Found {
  const uncharged = log.spendNano.reduce((sum, nano) => sum + (nano < 0 ? 1 : 0), 0);
  const hasCredits = after.budgets.some(({ holder, max }) => holder === 'owner' && max !== null);
  return [
    [
      'charges-missing',
      uncharged === 0
        ? null
        : `The charge of ${many(uncharged, 'request')} was not read: the ledger is written after an answer, and an export of requests may come without it. ${uncharged === 1 ? 'It fills' : 'They fill'} nothing here.`,
    ],
    [
      'grants-unread',
      hasCredits
        ? 'What owners had is what they held at the last pull and all that they paid in between: credit that was granted meanwhile counts from the begin, so that credit refuses the least that it can.'
        : null,
    ],
    [
      'analytics-off',
      'While enable_analytics is off in its config file, Doubleword neither logs nor charges requests: they are not here, and nothing tells of them.',
    ],
  ];
}

function ofLimits({ log, resources }: NotedReplay): Found {
  const asked = new Set(log.combinations.map(({ model }) => model));
  const models = new Map(resources.filter(({ kind }) => kind === 'model').map((one) => [one.name, one]));
  const isLimited = (one: Resource | undefined): boolean =>
    (countOf(one?.fields['requestsPerMinute'] ?? one?.settings['requests_per_second']) ?? 0) > 0;
  const composite = [...models.values()].filter(
    ({ name, settings }) =>
      asked.has(name) && partsOf(settings['components']).some((part) => isLimited(models.get(part))),
  ).length;
  const withRules = [...models.values()].filter(({ name, settings }) => {
    const rules = settings['traffic_routing_rules'];
    return asked.has(name) && Array.isArray(rules) && rules.length > 0;
  }).length;
  const tiered = resources.filter(
    (one) => one.kind === 'key' && one.settings['purpose'] !== 'platform' && !isLimited(one),
  ).length;
  return [
    [
      'traffic-rules',
      withRules === 0
        ? null
        : `What a request's key is for is not logged, and traffic rules of ${many(withRules, 'model')} go by it: what was let through is taken to be for what they allow, and rates of models that they send to are left out.`,
    ],
    [
      'composite-parts',
      composite === 0
        ? null
        : `Which part of a composite model answered is not logged: rates of the parts of ${many(composite, 'model')} are left out.`,
    ],
    [
      'rate-tiers',
      tiered === 0
        ? null
        : `${many(tiered, 'key')} without a rate of ${tiered === 1 ? 'its' : 'their'} own may have one by a tier of the config file, which no API tells; it is left out.`,
    ],
  ];
}

/** Aliases of the models that a composite one is made of. */
function partsOf(components: unknown): readonly string[] {
  return Array.isArray(components) ? components.map((part) => textOf(objectOf(part)['model'])) : [];
}

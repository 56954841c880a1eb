import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { contradictions } from './policy-overlaps.ts';
import { isTimeZone } from '../zone-clock.ts';
import { beginOf, endOf } from './policy-time.ts';
import { SUBJECT_SECTIONS, type Policy, type PolicyBudget, type PolicyException } from './policy.ts';

/**
 * What is wrong with the terms of a policy: zones that nobody knows, soft budgets above hard ones, exceptions for nobody
 * or for nothing, those that have ended, and those that contradict each other.
 * @param at now, ISO 8601 UTC; without it no exception is known to have ended.
 */
export function checkTerms(policy: Policy, place: YamlText['place'], at?: string): readonly Finding[] {
  const zones = unknownZones(policy, place);
  // Days of an unknown zone begin at no known instant.
  if (zones.length > 0) return zones;
  return [
    ...softAboveHard(policy, place),
    ...policy.exceptions.flatMap((exception, index) =>
      exceptionFindings(policy, exception, ['exceptions', index], place, at),
    ),
    ...contradictions(policy, place),
  ];
}

function budgetsOf(policy: Policy): readonly (readonly [YamlPath, PolicyBudget])[] {
  const found: (readonly [YamlPath, PolicyBudget])[] = [];
  const add = (path: YamlPath, budget: PolicyBudget | null | undefined): void => {
    if (budget !== undefined && budget !== null) found.push([path, budget]);
  };
  const addAll = (
    path: YamlPath,
    from: {
      readonly budget?: PolicyBudget | null;
      readonly modelBudgets?: Readonly<Record<string, PolicyBudget>>;
      readonly memberBudget?: PolicyBudget | null;
      readonly memberBudgets?: Readonly<Record<string, PolicyBudget>>;
    },
  ): void => {
    add([...path, 'budget'], from.budget);
    add([...path, 'memberBudget'], from.memberBudget);
    for (const field of ['modelBudgets', 'memberBudgets'] as const)
      for (const [name, budget] of Object.entries(from[field] ?? {})) add([...path, field, name], budget);
  };
  for (const section of SUBJECT_SECTIONS) {
    for (const [name, subject] of policy[section]) addAll([section, name], subject);
  }
  for (const [name, model] of policy.models) addAll(['models', name], model);
  for (const [subject, defaults] of Object.entries(policy.defaults)) addAll(['defaults', subject], defaults);
  for (const [index, exception] of policy.exceptions.entries()) addAll(['exceptions', index], exception);
  return found;
}

function unknownZones(policy: Policy, place: YamlText['place']): readonly Finding[] {
  const zones: (readonly [YamlPath, string])[] = [[['timeZone'], policy.timeZone]];
  for (const [path, { timeZone }] of budgetsOf(policy)) {
    if (timeZone !== undefined) zones.push([[...path, 'timeZone'], timeZone]);
  }
  return zones
    .filter(([, zone]) => !isTimeZone(zone))
    .map(([path, zone]): Finding => ({
      rule: 'policy-unknown-time-zone',
      severity: 'critical',
      message: `"${zone}" is no time zone that is known here.`,
      fix: 'Write one as the tz database names it, such as Europe/Berlin, America/New_York or UTC.',
      ...place(path),
    }));
}

function softAboveHard(policy: Policy, place: YamlText['place']): readonly Finding[] {
  return budgetsOf(policy).flatMap(([path, { limit, soft }]): Finding[] =>
    // Only for a warning: amounts of this size are told apart by floats.
    soft === undefined || Number(soft) <= Number(limit)
      ? []
      : [
          {
            rule: 'policy-soft-above-limit',
            severity: 'warning',
            message: `The soft budget of ${soft} USD is above the limit of ${limit} USD, so it never alerts before requests are refused.`,
            fix: 'Write a soft budget below the limit.',
            ...place([...path, 'soft']),
          },
        ],
  );
}

const SECTION_OF = { team: 'teams', user: 'users', key: 'keys' } as const;

function exceptionFindings(
  policy: Policy,
  exception: PolicyException,
  path: YamlPath,
  place: YamlText['place'],
  at: string | undefined,
): readonly Finding[] {
  const subjects = (['team', 'user', 'key'] as const).filter((subject) => exception[subject] !== undefined);
  const [subject] = subjects;
  if (subject === undefined || subjects.length > 1) {
    return [
      {
        rule: 'policy-exception-subject',
        severity: 'critical',
        message:
          subject === undefined
            ? 'This exception does not say whom it is for.'
            : `This exception is for several: ${subjects.join(', ')}.`,
        fix: 'Name one team, one user or one key.',
        ...place(path),
      },
    ];
  }
  const findings: Finding[] = [];
  const name = exception[subject] ?? '';
  const held = policy[SECTION_OF[subject]].get(name);
  if (held === undefined) {
    findings.push({
      rule: 'policy-exception-unknown',
      severity: 'warning',
      message: `This policy says nothing of the ${subject} "${name}", so the exception is without effect.`,
      fix: `Check the spelling, or name "${name}" under "${SECTION_OF[subject]}".`,
      ...place([...path, subject]),
    });
  } else if (exception.models !== undefined) {
    const models = held.models ?? policy.defaults[subject]?.models;
    if (models === undefined || models === 'all') {
      findings.push({
        rule: 'policy-exception-no-list',
        severity: 'warning',
        message: `"${name}" has no list of models here that these could be added to, so they change nothing.`,
        fix: `Write the models of the ${subject} "${name}", or take these out.`,
        ...place([...path, 'models']),
      });
    }
  }
  return [...findings, ...dateFindings(policy.timeZone, exception, path, place, at)];
}

function dateFindings(
  zone: string,
  { from, until, reason }: PolicyException,
  path: YamlPath,
  place: YamlText['place'],
  at: string | undefined,
): readonly Finding[] {
  const begin = from === undefined ? -Infinity : beginOf(from, zone);
  const end = endOf(until, zone);
  if (begin === null || end === null) {
    return [
      {
        rule: 'policy-exception-date',
        severity: 'critical',
        message: `No calendar has the day ${end === null ? until : (from ?? '')}.`,
        fix: 'Write a day that there is, such as 2026-12-31.',
        ...place([...path, end === null ? 'until' : 'from']),
      },
    ];
  }
  if (begin >= end) {
    return [
      {
        rule: 'policy-exception-date',
        severity: 'critical',
        message: 'This exception ends before it begins.',
        fix: 'Write a later "until", or an earlier "from".',
        ...place([...path, 'until']),
      },
    ];
  }
  if (at === undefined || Date.parse(at) < end) return [];
  return [
    {
      rule: 'policy-exception-expired',
      severity: 'warning',
      message: `This exception ended with ${until} (${reason}): it is without effect.`,
      fix: 'Take it out, or decide anew how long it is to hold.',
      ...place([...path, 'until']),
    },
  ];
}

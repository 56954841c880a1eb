import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { beginOf, endOf } from './policy-time.ts';
import type { Policy, PolicyException } from './policy.ts';

/**
 * Exceptions of one team, user or key that hold at the same time and say different things of the same: which of them holds
 * would be a matter of their order in the file. Models add up, so that they never contradict each other.
 */
export function contradictions(policy: Policy, place: YamlText['place']): readonly Finding[] {
  const { exceptions, timeZone } = policy;
  const findings: Finding[] = [];
  for (const [index, exception] of exceptions.entries()) {
    for (const [before, other] of exceptions.slice(0, index).entries()) {
      if (!isForSame(exception, other) || !overlap(exception, other, timeZone)) continue;
      for (const [path, mine, theirs] of settingsOf(exception, other)) {
        if (mine === undefined || theirs === undefined || isSame(mine, theirs)) continue;
        const { line } = place(['exceptions', before]);
        findings.push({
          rule: 'policy-exception-overlap',
          severity: 'critical',
          message: `This exception and the one in line ${line} hold at the same time and set different values for ${path.join(' ')}.`,
          fix: 'Let one of them end before the other begins, or make one exception of both.',
          ...place(['exceptions', index, ...path]),
        });
      }
    }
  }
  return findings;
}

/** What was read has its keys in the order of the format. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isForSame(one: PolicyException, other: PolicyException): boolean {
  return (['team', 'user', 'key'] as const).every((subject) => one[subject] === other[subject]);
}

function overlap(one: PolicyException, other: PolicyException, zone: string): boolean {
  const begin = ({ from }: PolicyException): number =>
    from === undefined ? -Infinity : (beginOf(from, zone) ?? Infinity);
  const end = ({ until }: PolicyException): number => endOf(until, zone) ?? -Infinity;
  return begin(one) < end(other) && begin(other) < end(one);
}

/** What both could set, but for models: where, and what each of them says. */
function settingsOf(
  one: PolicyException,
  other: PolicyException,
): readonly (readonly [YamlPath, unknown, unknown])[] {
  return [
    [['budget'], one.budget, other.budget],
    ...(['requestsPerMinute', 'tokensPerMinute', 'parallelRequests'] as const).map(
      (limit) => [['limits', limit], one.limits?.[limit], other.limits?.[limit]] as const,
    ),
  ];
}

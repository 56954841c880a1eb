import type { Resource } from '../../fleet/snapshot.ts';
import { nearestRelease } from '../nearest-release.ts';
import type { RulesBasis } from '../rules-taken.ts';

/**
 * What the control layer's checks of a request do otherwise from one release to the next. Seen in the answers of the
 * servers themselves.
 */
export interface DoublewordRules {
  readonly release: string;
  /** What they are known from. */
  readonly basis: RulesBasis;
  /** HTTP statuses. */
  readonly statuses: {
    readonly unknownModel: number;
    readonly noAccess: number;
    readonly noCredit: number;
    readonly capReached: number;
    readonly trafficRule: number;
    readonly rate: number;
  };
  /** What a key may spend is enforced; else the setting is taken and ignored. */
  readonly enforcesSpendLimits: boolean;
  /** Requests a second that a rate is at least; a smaller one is this. Fractions are cut off. */
  readonly leastRate: number;
}

const STATUSES = {
  unknownModel: 404,
  noAccess: 403,
  noCredit: 402,
  capReached: 402,
  trafficRule: 403,
  rate: 429,
} as const;

/** The rules of the newest release that is known. */
export const NEWEST_DOUBLEWORD: DoublewordRules = {
  release: '10.13.1',
  basis: 'recorded',
  statuses: STATUSES,
  enforcesSpendLimits: true,
  leastRate: 1,
};

const RELEASES: readonly DoublewordRules[] = [
  { release: '8.94.2', basis: 'recorded', statuses: STATUSES, enforcesSpendLimits: false, leastRate: 1 },
  NEWEST_DOUBLEWORD,
];

/** Releases whose rules are known, oldest first. */
export const DOUBLEWORD_RELEASES: readonly string[] = RELEASES.map(({ release }) => release);

/** The rules of a version of the control layer, see {@link nearestRelease}. Null for what is no version. */
export function doublewordRulesOf(
  version: string,
): { readonly rules: DoublewordRules; readonly exact: boolean } | null {
  return nearestRelease(version, RELEASES);
}

/**
 * The rules of a node, which never says its version: a release that enforces what keys may spend tells it of each
 * key. Null when there is no key to tell by.
 */
export function doublewordRulesFor(resources: readonly Resource[]): DoublewordRules | null {
  const keys = resources.filter(({ kind }) => kind === 'key');
  if (keys.length === 0) return null;
  const enforces = keys.some(({ fields }) => 'budget' in fields);
  return RELEASES.findLast((rules) => rules.enforcesSpendLimits === enforces) ?? null;
}

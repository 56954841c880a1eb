import { PERMISSIONS } from './policy-format.ts';
import type {
  PolicyDefaults,
  PolicyException,
  PolicyKey,
  PolicyModel,
  PolicyRole,
  PolicyTeam,
  PolicyUser,
} from './policy-format.ts';

export type * from './policy-format.ts';

/** The parts of a policy that have rules of their own, by the names of their sections in the file. */
export const SUBJECT_SECTIONS = ['teams', 'users', 'keys'] as const;
export type SubjectSection = (typeof SUBJECT_SECTIONS)[number];

/** Our neutral file: one set of rules for all gateways. Defaults and exceptions are not yet in what they are for. */
export interface Policy {
  /** IANA name: whose midnight ends a period. */
  readonly timeZone: string;
  /** Percentages of a budget at which to alert, rising. */
  readonly alertAt: readonly number[];
  readonly roles: ReadonlyMap<string, PolicyRole>;
  /** As written: a group may name groups. Never in a circle. */
  readonly modelGroups: ReadonlyMap<string, readonly string[]>;
  readonly models: ReadonlyMap<string, PolicyModel>;
  readonly defaults: PolicyDefaults;
  readonly teams: ReadonlyMap<string, PolicyTeam>;
  readonly users: ReadonlyMap<string, PolicyUser>;
  readonly keys: ReadonlyMap<string, PolicyKey>;
  readonly exceptions: readonly PolicyException[];
}

/** When a policy says nothing else. */
export const DEFAULT_ALERT_AT: readonly number[] = [80];

/** The roles that every policy has; a file may give them other permissions. */
export const BUILT_IN_ROLES: ReadonlyMap<string, PolicyRole> = new Map<string, PolicyRole>([
  ['admin', { permissions: [...PERMISSIONS] }],
  ['power-user', { permissions: ['use-models', 'own-keys', 'see-own-usage', 'see-team-usage'] }],
  ['viewer', { permissions: ['see-own-usage', 'see-team-usage'] }],
]);

/** The models that a list names: groups resolved at any depth, sorted, each once; null for "all". */
export function resolveModels(
  { modelGroups }: Pick<Policy, 'modelGroups'>,
  models: readonly string[] | 'all',
): readonly string[] | null {
  if (models === 'all') return null;
  const names = new Set<string>();
  const seen = new Set<string>();
  const open: string[] = [...models];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    const group = modelGroups.get(entry);
    if (group === undefined) names.add(entry);
    else if (!seen.has(entry)) {
      seen.add(entry);
      for (const inner of group) open.push(inner);
    }
  }
  return [...names].sort();
}

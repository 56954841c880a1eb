import type { PolicyRole } from './policy.ts';

/** A role of a gateway, and whether it allows just what the policy's role says. */
export interface GatewayRole {
  readonly name: string;
  readonly exact: boolean;
}

/**
 * The role of a LiteLLM user (1.81.13, 1.106.2) that is nearest to a role of the policy. What each of its four roles allows
 * is fixed there.
 */
export function litellmRole({ permissions }: PolicyRole): GatewayRole {
  const has = new Set<string>(permissions);
  if (has.has('change-settings')) return { name: 'proxy_admin', exact: has.size === 8 };
  if (has.has('see-everything') && !has.has('use-models'))
    return { name: 'proxy_admin_viewer', exact: isSubset(has, ['see-everything', ...SEEING]) };
  if (has.has('use-models') || has.has('own-keys'))
    return { name: 'internal_user', exact: isSame(has, ['use-models', 'own-keys', ...SEEING]) };
  return { name: 'internal_user_viewer', exact: isSubset(has, SEEING) };
}

/** What dwctl gives to everybody by itself (10.13.1: users-patch-roles-replaces). */
export const EVERYBODYS_ROLE = 'StandardUser';

/** The roles of Doubleword (dwctl 10.13.1) that the permissions of a policy come to; no other is given or taken away. */
export const POLICY_ROLES: ReadonlySet<string> = new Set([
  'PlatformManager',
  'RequestViewer',
  'BillingManager',
  EVERYBODYS_ROLE,
]);

/** The roles of a Doubleword user (dwctl 10.13.1) that are nearest to a role of the policy; they add up there. */
export function doublewordRoles({ permissions }: PolicyRole): readonly string[] {
  const has = new Set<string>(permissions);
  return [
    ...(has.has('change-settings') ? ['PlatformManager'] : []),
    ...(has.has('see-everything') ? ['RequestViewer', 'BillingManager'] : []),
    EVERYBODYS_ROLE,
  ];
}

const SEEING = ['see-own-usage', 'see-team-usage'];

function isSubset(set: ReadonlySet<string>, of: readonly string[]): boolean {
  return [...set].every((item) => of.includes(item));
}

function isSame(set: ReadonlySet<string>, as: readonly string[]): boolean {
  return set.size === as.length && isSubset(set, as);
}

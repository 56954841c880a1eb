import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';

/** Fields beside a request that come from its charge. */
const OF_CHARGE: ReadonlySet<string> = new Set(['amount', 'service_tier', 'charge']);

/**
 * A newer reading of a request, with the charge that was known before where the newer one was read without it: a log
 * says of itself neither who paid nor what.
 *
 * @param says `charges`: the reading knows charges but no groups, as exports do; `all`: groups too
 */
export function withKnownCharge(
  older: LoggedRequest,
  newer: LoggedRequest,
  says: 'charges' | 'all',
): LoggedRequest {
  const { user, spendNano } = older;
  if (newer.spendNano === null && spendNano !== null) {
    const extra = Object.fromEntries([
      ...Object.entries(newer.extra).filter(([name]) => name !== 'charge'),
      ...Object.entries(older.extra).filter(([name]) => OF_CHARGE.has(name)),
    ]);
    return { ...withTeam(older, newer), user, spendNano, extra };
  }
  return says === 'charges' && newer.teamId === '' && newer.user === user ? withTeam(older, newer) : newer;
}

function withTeam({ teamId, teamAlias }: LoggedRequest, newer: LoggedRequest): LoggedRequest {
  return { ...newer, teamId, teamAlias };
}

import { EXACT_AMOUNT } from '../../../shared/audit/exact-spend.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { GROUPS } from './join.ts';

/** Fields beside a request that come from its charge. */
const OF_CHARGE: ReadonlySet<string> = new Set([EXACT_AMOUNT, 'service_tier', 'charge', GROUPS]);

/**
 * A newer reading of a request, with the charge that was known before where the newer one was read without it: a log
 * says of itself neither who paid nor what.
 *
 * @param says `charges`: the reading knows charges but no groups, as exports do; `all`: groups too, unless it says that
 *   it does not know them
 */
export function withKnownCharge(
  older: LoggedRequest,
  newer: LoggedRequest,
  says: 'charges' | 'all',
): LoggedRequest {
  const { user, spendNano } = older;
  const known = Object.entries(older.extra);
  if (newer.spendNano === null && spendNano !== null) {
    const said = Object.entries(newer.extra).filter(([name]) => name !== 'charge');
    const ofCharge = known.filter(([name]) => OF_CHARGE.has(name));
    const extra = Object.fromEntries([...known, ...said, ...ofCharge]);
    return { ...withTeam(older, newer), user, spendNano, extra };
  }
  // What was known beside the charge stays; the charge itself is told anew.
  const extra = Object.fromEntries([
    ...known.filter(([name]) => !OF_CHARGE.has(name)),
    ...Object.entries(newer.extra),
  ]);
  const kept = { ...newer, extra };
  const knowsGroups = says === 'all' ? !(GROUPS in newer.extra) : newer.teamId !== '';
  return knowsGroups || newer.user !== user ? kept : withGroups(older, kept);
}

function withTeam({ teamId, teamAlias }: LoggedRequest, newer: LoggedRequest): LoggedRequest {
  return { ...newer, teamId, teamAlias };
}

/** The team that was known before, or that none was. */
function withGroups(older: LoggedRequest, newer: LoggedRequest): LoggedRequest {
  const { [GROUPS]: _said, ...extra } = newer.extra;
  const known = older.extra[GROUPS];
  return { ...withTeam(older, newer), extra: known === undefined ? extra : { ...extra, [GROUPS]: known } };
}

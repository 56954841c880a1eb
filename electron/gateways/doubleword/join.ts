import { EXACT_AMOUNT } from '../../../shared/audit/exact-spend.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import type { Charge } from './ledger-row.ts';

/** A group, as far as a row names it. */
export interface TeamName {
  readonly id: string;
  readonly name: string;
}

/** What is known beside the entries of a log. */
export interface JoinContext {
  /** By request id. */
  readonly charges: ReadonlyMap<string, Charge>;
  /** Ids of requests whose charge could not be read. */
  readonly unread: ReadonlySet<string>;
  /** Groups of a user or organisation, Everyone left out; null where they are not known. */
  readonly teamsOf: ReadonlyMap<string, readonly TeamName[]> | null;
  /** A call that had ended by then has its charge in the ledger if it has one. Milliseconds, UTC. */
  readonly settledMs: number;
}

/** The field of `extra` that says of a request with a payer that their groups are not known. */
export const GROUPS = 'groups';
const GROUPS_NOT_KNOWN = 'not known';

const NO_TEAM: TeamName = { id: '', name: '' };

/**
 * Puts the ledger's charge and payer onto an entry (dwctl 10.13.1).
 *
 * The ledger is the truth about money: a priced call without a charge was not charged (probes, and calls
 * whose charge collided with a grant), which `extra.charge: "none"` says; one so recent that the charge may
 * still come, and one whose charge could not be read, keep spend null.
 *
 * The team is the payer's only group besides Everyone, by the membership of today; none or several groups
 * give no team, because Doubleword does not say which of them a call was made for. Where groups are not known,
 * `extra.groups: "not known"` says so.
 */
export function joinCharge(request: LoggedRequest, context: JoinContext): LoggedRequest {
  const charge = context.charges.get(request.id);
  return charge === undefined
    ? withoutCharge(request, context)
    : withCharge(request, charge, context.teamsOf);
}

/** An entry with the ledger's charge and payer, see {@link joinCharge}. */
export function withCharge(
  request: LoggedRequest,
  charge: Charge,
  teamsOf: JoinContext['teamsOf'],
): LoggedRequest {
  const teams = teamsOf?.get(charge.userId) ?? [];
  const team = teams.length === 1 ? (teams[0] ?? NO_TEAM) : NO_TEAM;
  return {
    ...request,
    user: charge.userId,
    teamId: team.id,
    teamAlias: team.id === '' ? null : team.name,
    spendNano: charge.nano,
    extra: {
      ...request.extra,
      ...(charge.exactAmount === null ? {} : { [EXACT_AMOUNT]: charge.exactAmount }),
      ...(charge.tier === '' ? {} : { service_tier: charge.tier }),
      ...(teamsOf === null ? { [GROUPS]: GROUPS_NOT_KNOWN } : {}),
    },
  };
}

function withoutCharge(request: LoggedRequest, { unread, settledMs }: JoinContext): LoggedRequest {
  if (request.spendNano !== null || unread.has(request.id)) return request;
  if (request.startMs + (request.durationMs ?? 0) >= settledMs) return request;
  return { ...request, spendNano: 0, extra: { ...request.extra, charge: 'none' } };
}

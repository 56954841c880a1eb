import { createHash } from 'node:crypto';
import type { LitellmNode } from './node-names.ts';
import { SAMPLE_TEAMS, teamsOf } from './teams.ts';
import type { SampleTeam } from './sample-team.ts';

/** A virtual key of the sample, and how much it is used. */
export interface SampleKey {
  /** SHA-256 in hex; there is no key that it was made of. */
  readonly hash: string;
  readonly alias: string;
  readonly use: string;
  /** Null for the few keys that belong to nobody's team. */
  readonly team: SampleTeam | null;
  readonly userId: string;
  readonly weight: number;
  /** The address its requests come from. */
  readonly address: string;
}

/** The key that leaks on 20 October, and what it is abused for. */
export const LEAKED_KEY_ALIAS = 'support-bots-notebook';

/** Users of the sample, by number. */
export function userIdOf(number: number): string {
  return `u-${String(1001 + number)}`;
}

/** How many users the sample has. */
export const USER_COUNT = 27;

/** The keys that were used on a node during the month, those of the deleted team included. */
export function keysOf(node: LitellmNode, seed: number): readonly SampleKey[] {
  const held = teamsOf(node);
  const gone = SAMPLE_TEAMS.filter(({ deletedMs }) => deletedMs !== undefined);
  const ofTeams = [...held, ...gone].flatMap((team) =>
    team.uses.map((use, index) =>
      key(node, seed, {
        alias: `${team.alias}-${use}`,
        use,
        team,
        userId: userIdOf(team.members[index % Math.max(1, team.members.length)] ?? 21),
        weight: team.weight[node] * (SHARES[index] ?? 0),
      }),
    ),
  );
  const free = ['smoke-test', 'status-page'].map((use, index) =>
    key(node, seed, { alias: use, use, team: null, userId: userIdOf(21 + index), weight: 2 - index }),
  );
  return [...ofTeams, ...free];
}

/** How a team's requests fall to its first, second and third key. */
const SHARES = [0.7, 0.22, 0.08] as const;

function key(node: LitellmNode, seed: number, rest: Omit<SampleKey, 'hash' | 'address'>): SampleKey {
  const hash = createHash('sha256').update(`${seed}/${node}/${rest.alias}`).digest('hex');
  const part = (at: number): number => Number.parseInt(hash.slice(at, at + 2), 16);
  return { hash, address: `10.${part(0) % 8}.${part(2)}.${part(4)}`, ...rest };
}

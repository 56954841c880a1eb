import type { Resource, ResourceKind } from '../fleet/snapshot.ts';
import type { JsonValue } from '../json.ts';
import type { KnownGateway } from './enforcement.ts';
import type { Policy, PolicyKey, PolicyLimits, PolicyTeam, PolicyUser } from './policy.ts';

/** What is wanted of a resource: only what the policy names and the gateway can hold. */
export type WantedPart = Pick<Resource, 'fields' | 'settings'>;

/** A team of the policy on one node, with what the node holds. */
export interface TeamOnNode extends KnownGateway {
  readonly policy: Policy;
  readonly name: string;
  readonly team: PolicyTeam;
  /** The team as it is there; undefined for a new one. */
  readonly held: Resource | undefined;
  /** Names that may stand in its list of models there. */
  readonly offered: ReadonlySet<string>;
  readonly node: string;
  /** Ids of those who are to be in the team; of those who are, where its members are left as they are. */
  readonly members: readonly string[];
  /** The id that a member's name means there; undefined where it means none, or several. */
  readonly idOf: (name: string) => string | undefined;
}

/** The part of one thing that the node holds already. */
export type PartOf<Item> = (policy: Policy, item: Item, held: Resource, gateway: KnownGateway) => WantedPart;

/** How one kind of gateway holds what a policy says: what of it is wanted there, in which form. */
export interface GatewayWants {
  readonly team: (team: TeamOnNode) => WantedPart;
  /** What a person has to know of a team before the plan is pushed, in sentences. */
  readonly notesOnTeam: (team: TeamOnNode) => readonly string[];
  readonly user: PartOf<PolicyUser>;
  readonly key: PartOf<PolicyKey>;
  /** Null where the limits of a model are not written. */
  readonly model: PartOf<{ readonly limits?: PolicyLimits | undefined }> | null;
  /** The kinds of thing that can be in a team. */
  readonly memberKinds: readonly ResourceKind[];
}

/** An object of those values that the policy names; null, which clears, is one of them. */
export function onlyNamed(
  values: Readonly<Record<string, JsonValue | undefined>>,
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}

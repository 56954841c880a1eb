import type { GatewayKind } from '../fleet/node.ts';
import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import { doublewordState } from './doubleword/doubleword-state.ts';
import { doublewordRulesFor, NEWEST_DOUBLEWORD } from './doubleword/rules.ts';
import { askedMarks } from './litellm/asked-marks.ts';
import { litellmState } from './litellm/litellm-state.ts';
import { rulesOf } from './litellm/release-rules.ts';
import type { ChosenRules } from './litellm/release-rules.ts';
import type { ReplayState } from './replay-state.ts';
import type { AskedMarks, Combination } from './request-log.ts';
import { isTimeZone } from '../zone-clock.ts';
import { rulesTaken } from './rules-taken.ts';
import type { RulesTaken } from './rules-taken.ts';

/** The rules that requests of a node are replayed by. */
export interface NodeRules {
  /** Never exact where the node does not say its version. */
  readonly taken: RulesTaken;
  /** All that they depend on, as text: equal texts, equal states of equal resources. */
  readonly identity: string;
  /** Of a LiteLLM, its rules and by whose clock its budgets start anew, an IANA name; null for another gateway. */
  readonly litellm: { readonly chosen: ChosenRules; readonly zone: string } | null;
  /** The customers and tags that make a difference to its requests, of all that it holds or would hold. */
  marksOf(held: readonly (readonly Resource[])[]): AskedMarks;
  /** Makes what the node holds, or is wanted to hold, ready for requests. */
  stateOf(resources: readonly Resource[], combinations: readonly Combination[]): ReplayState;
}

/**
 * The rules of a node: of LiteLLM by its version; of Doubleword, which says none, by what its keys have, without keys those
 * of the newest release. Null where a LiteLLM said no version.
 *
 * @param credits what owners of Doubleword's keys had when the log begins, see {@link doublewordState}
 */
export function rulesOfNode(
  kind: GatewayKind,
  snapshot: RuledSnapshot,
  credits?: ReadonlyMap<string, bigint>,
): NodeRules | null {
  return NODE_RULES[kind](snapshot, credits);
}

type RuledSnapshot = Pick<Snapshot, 'version' | 'resources'>;

const NODE_RULES: Readonly<
  Record<GatewayKind, (snapshot: RuledSnapshot, credits?: ReadonlyMap<string, bigint>) => NodeRules | null>
> = {
  litellm({ version, resources: held }) {
    const chosen = rulesOf(version ?? '');
    if (chosen === null) return null;
    const zone = zoneOf(held);
    return {
      taken: rulesTaken(chosen),
      identity: JSON.stringify(['litellm', chosen.rules.release, zone]),
      litellm: { chosen, zone },
      marksOf: askedMarks,
      stateOf: (resources, combinations) => litellmState(resources, combinations, chosen.rules, zone),
    };
  },
  doubleword({ resources: held }, credits) {
    const rules = doublewordRulesFor(held) ?? NEWEST_DOUBLEWORD;
    return {
      taken: rulesTaken({ rules, exact: false }),
      identity: JSON.stringify(['doubleword', rules.release, [...(credits ?? [])].map(String)]),
      litellm: null,
      marksOf: () => NO_MARKS,
      stateOf: (resources, combinations) => doublewordState(resources, combinations, rules, credits),
    };
  },
};

/** Doubleword has no rules for customers and tags (dwctl 10.13.1). */
const NO_MARKS: AskedMarks = { customers: [], tags: [] };

/** By whose clock budgets start anew: `timezone` of LiteLLM's settings, else UTC (1.81.13, 1.106.2). */
function zoneOf(resources: readonly Resource[]): string {
  const setting = resources.find(({ kind, name }) => kind === 'setting' && name.endsWith('.timezone'));
  const zone = setting?.fields['value'];
  return typeof zone === 'string' && isTimeZone(zone) ? zone : 'UTC';
}

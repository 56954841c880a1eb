import { GATEWAY_FACTS } from '../fleet/gateway-facts.ts';
import type { GatewayKind } from '../fleet/node.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { textOf } from './neutral-values.ts';
import { ALLOWED, NOT_EVALUABLE } from './replay-state.ts';
import type { ReplayState } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { Combination, RequestLog } from './request-log.ts';

/** A row's caller and a model. */
export interface AccessCell {
  /** Whether the caller may call the model by lists and blocks, budgets apart; null where there is no such caller. */
  readonly before: boolean | null;
  /** At the end of the time. */
  readonly after: boolean | null;
  /** Whether that is otherwise at another time of it, because the policy has exceptions that begin or end within. */
  readonly changesWithin: boolean;
  /** Of the log; how many of them are denied, and how many that were refused are let through, for whatever reason. */
  readonly requests: number;
  readonly denied: number;
  readonly gained: number;
}

/** Of Doubleword, a team is a group, and users and organizations are those who paid for requests of the log. */
export interface AccessRow {
  readonly kind: CallerKind;
  /** Empty for requests of which the log names no caller, and for a team that is yet to be made. */
  readonly id: string;
  readonly name: string;
  /** In the order of the models. */
  readonly cells: readonly AccessCell[];
}

/** Who may call what at one node. */
export interface AccessMatrix {
  readonly gateway: GatewayKind;
  /** What the node offers and what was asked for, those with most requests first. */
  readonly models: readonly string[];
  /** Names that were asked for, are not offered and are not among them: those with fewest requests. */
  readonly otherModels: { readonly names: number; readonly requests: number };
  /** Teams before users; those with most that changes first, then those with most requests. */
  readonly rows: readonly AccessRow[];
}

/** What a matrix is made of. */
export interface AccessQuestion {
  readonly gateway: GatewayKind;
  readonly log: RequestLog;
  readonly held: readonly Resource[];
  /** Of each phase of what is wanted, in their order. */
  readonly after: readonly (readonly Resource[])[];
  /** What the two sets of rules say to the log. */
  readonly verdicts: { readonly before: Verdicts; readonly after: Verdicts };
  readonly stateOf: (resources: readonly Resource[], combinations: readonly Combination[]) => ReplayState;
}

type CallerKind = 'team' | 'user' | 'organization';

interface Caller {
  readonly kind: CallerKind;
  readonly id: string;
  readonly name: string;
}

/** No team that a node holds has such an id. */
const YET_TO_BE_MADE = 'yet to be made: ';

/** A caller can ask for any name, so that only so many that are not offered are told of. */
const MOST_NOT_OFFERED = 50;

/** Who may call what before and after, with the requests that are about it. */
export function accessMatrix(question: AccessQuestion): AccessMatrix {
  const { gateway, held, after, stateOf } = question;
  const wanted = after.map(withTeamsToBeMade);
  const uses = countUses(question);
  const callers = [...callersOf(gateway, [...held, ...wanted.flat()], uses)];
  const { models, otherModels } = modelsOf([...held, ...after.flat()], uses);
  const asked = callers.flatMap(([, caller]) => models.map((model) => asks(caller, model)));
  const before = stateOf(held, asked).courses;
  const later = wanted.map((resources) => stateOf(resources, asked).courses);
  const rows = callers.map(([place, { kind, id, name }], row): AccessRow => ({
    kind,
    id: id.startsWith(YET_TO_BE_MADE) ? '' : id,
    name,
    cells: models.map((model, column): AccessCell => {
      const at = row * models.length + column;
      const { requests = 0, denied = 0, gained = 0 } = uses.get(place)?.get(model) ?? {};
      const mays = later.map((courses) => mayCall(courses[at]?.end));
      return {
        before: mayCall(before[at]?.end),
        after: mays.at(-1) ?? null,
        changesWithin: new Set(mays).size > 1,
        requests,
        denied,
        gained,
      };
    }),
  }));
  return { gateway, models, otherModels, rows: rows.toSorted(byWeight) };
}

function withTeamsToBeMade(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) =>
    resource.kind === 'team' && resource.id === ''
      ? { ...resource, id: `${YET_TO_BE_MADE}${resource.name}` }
      : resource,
  );
}

/** Where a caller's requests are counted; users and organizations share their ids. */
function placeOf(kind: CallerKind, id: string): string {
  return `${kind === 'team' ? 'team' : 'user'} ${id}`;
}

/** By their places: all teams that a node holds or is to hold, and whom the log names. */
function callersOf(
  gateway: GatewayKind,
  resources: readonly Resource[],
  uses: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Caller> {
  const callers = new Map<string, Caller>();
  for (const place of uses.keys()) {
    const kind = place.startsWith('team ') ? 'team' : 'user';
    const id = place.slice(kind.length + 1);
    callers.set(place, { kind, id, name: id });
  }
  // Those of the node last, so that their names stand.
  for (const { kind, id, name } of resources) {
    if (kind !== 'team' && kind !== 'user' && kind !== 'organization') continue;
    const place = placeOf(kind, id);
    if (kind === 'team' || (GATEWAY_FACTS[gateway].logNames === 'payer' && callers.has(place)))
      callers.set(place, { kind, id, name });
  }
  return callers;
}

function asks({ kind, id }: Caller, model: string): Combination {
  const [team, user] = kind === 'team' ? [id, ''] : ['', id];
  return { team, key: '', user, model, outcome: 'allowed' };
}

function mayCall(end: number | undefined): boolean | null {
  return end === undefined || end === NOT_EVALUABLE ? null : end === ALLOWED;
}

interface Use {
  requests: number;
  denied: number;
  gained: number;
}

/** How often each caller called each model. */
function countUses({
  gateway,
  log: { count, combination, combinations },
  held,
  verdicts: { before, after },
}: AccessQuestion): ReadonlyMap<string, ReadonlyMap<string, Use>> {
  const byCombination = combinations.map((): Use => ({ requests: 0, denied: 0, gained: 0 }));
  for (let request = 0; request < count; request += 1) {
    const use = byCombination[combination[request] ?? 0];
    if (use === undefined) continue;
    use.requests += 1;
    const [was, is] = [before[request], after[request]];
    if (was === NOT_EVALUABLE || is === NOT_EVALUABLE) continue;
    if (was === ALLOWED && is !== ALLOWED) use.denied += 1;
    if (was !== ALLOWED && is === ALLOWED) use.gained += 1;
  }
  const placesOf = GATEWAY_FACTS[gateway].logNames === 'payer' ? payerAndGroup : teamByKey(held);
  const uses = new Map<string, Map<string, Use>>();
  for (const [index, one] of combinations.entries()) {
    const use = byCombination[index];
    if (use === undefined || use.requests === 0) continue;
    for (const place of placesOf(one)) {
      const ofCaller = uses.get(place) ?? new Map<string, Use>();
      const known = ofCaller.get(one.model) ?? { requests: 0, denied: 0, gained: 0 };
      ofCaller.set(one.model, {
        requests: known.requests + use.requests,
        denied: known.denied + use.denied,
        gained: known.gained + use.gained,
      });
      uses.set(place, ofCaller);
    }
  }
  return uses;
}

/** Whose a key is says the node, as a replay asks it. */
function teamByKey(held: readonly Resource[]): (one: Combination) => readonly string[] {
  const teamOfKey = new Map(
    held.filter(({ kind }) => kind === 'key').map(({ id, fields }) => [id, textOf(fields['team'])]),
  );
  return ({ team, key }) => [placeOf('team', teamOfKey.get(key) ?? team)];
}

/** A request is its payer's, and that of the group that the log has it in: their only one. */
function payerAndGroup({ team, user }: Combination): readonly string[] {
  return [...(team === '' ? [] : [placeOf('team', team)]), placeOf('user', user)];
}

/** What the node offers by a name of its own, and what else was asked for most. */
function modelsOf(
  resources: readonly Resource[],
  uses: ReadonlyMap<string, ReadonlyMap<string, Use>>,
): Pick<AccessMatrix, 'models' | 'otherModels'> {
  const offered = new Set(
    resources.flatMap(({ kind, name }) => (kind === 'model' && !name.includes('*') ? [name] : [])),
  );
  const requests = new Map<string, number>([...offered].map((name) => [name, 0]));
  for (const ofCaller of uses.values())
    for (const [model, use] of ofCaller) requests.set(model, (requests.get(model) ?? 0) + use.requests);
  const sorted = [...requests].toSorted(([a, most], [b, least]) => least - most || (a < b ? -1 : 1));
  const others = new Map(sorted.filter(([name]) => !offered.has(name)).slice(MOST_NOT_OFFERED));
  return {
    models: sorted.flatMap(([name]) => (others.has(name) ? [] : [name])),
    otherModels: {
      names: others.size,
      requests: [...others.values()].reduce((sum, count) => sum + count, 0),
    },
  };
}

function byWeight(a: AccessRow, b: AccessRow): number {
  const [first, second] = [a, b].map(({ kind }) => Number(kind !== 'team'));
  return (
    (first ?? 0) - (second ?? 0) ||
    changesOf(b) - changesOf(a) ||
    requestsOf(b) - requestsOf(a) ||
    (a.name < b.name ? -1 : 1)
  );
}

/** How many cells of a row change, and how many of its requests. */
function changesOf({ cells }: AccessRow): number {
  return cells.reduce(
    (sum, cell) => sum + cell.denied + cell.gained + (cell.before === cell.after ? 0 : 1),
    0,
  );
}

function requestsOf({ cells }: AccessRow): number {
  return cells.reduce((sum, { requests }) => sum + requests, 0);
}

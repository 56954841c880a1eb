import type { Resource } from '../fleet/snapshot.ts';
import { textOf } from './neutral-values.ts';
import { ALLOWED, NOT_EVALUABLE } from './replay-state.ts';
import type { ReplayState } from './replay-state.ts';
import type { Verdicts } from './replay.ts';
import type { Combination, RequestLog } from './request-log.ts';

/** A team and a model. */
export interface AccessCell {
  /** Whether the team may call the model by lists and blocks, budgets apart; null where there is no such team. */
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

export interface AccessRow {
  /** Empty for requests without a team, and for a team that is yet to be made. */
  readonly id: string;
  readonly name: string;
  /** In the order of the models. */
  readonly cells: readonly AccessCell[];
}

/** Who may call what at one node. */
export interface AccessMatrix {
  /** Those with most requests first. */
  readonly models: readonly string[];
  /** Those with most that changes first, then those with most requests. */
  readonly rows: readonly AccessRow[];
}

/** What a matrix is made of. */
export interface AccessQuestion {
  readonly log: RequestLog;
  readonly held: readonly Resource[];
  /** Of each phase of what is wanted, in their order. */
  readonly after: readonly (readonly Resource[])[];
  /** What the two sets of rules say to the log. */
  readonly verdicts: { readonly before: Verdicts; readonly after: Verdicts };
  readonly stateOf: (resources: readonly Resource[], combinations: readonly Combination[]) => ReplayState;
}

interface Team {
  /** Unique among the teams of both. */
  readonly place: string;
  readonly id: string;
  readonly name: string;
}

/** No team that a node holds has such an id. */
const YET_TO_BE_MADE = 'yet to be made: ';
const NO_TEAM: Team = { place: '', id: '', name: '' };

/** Who may call what before and after, with the requests that are about it. */
export function accessMatrix({ log, held, after, verdicts, stateOf }: AccessQuestion): AccessMatrix {
  const wanted = after.map(withTeamsToBeMade);
  const teams = [...held, ...wanted.flat()].filter(({ kind }) => kind === 'team').map(teamOf);
  const uses = countUses(log, held, verdicts);
  // Those of the nodes last, so that their names stand.
  const all = new Map([...[...uses.keys()].map(lostTeam), ...teams].map((team) => [team.place, team]));
  const models = modelsOf([...held, ...after.flat()], uses);
  const asked = [...all.keys()].flatMap((team) => models.map((model) => asks(team, model)));
  const before = stateOf(held, asked).courses;
  const later = wanted.map((resources) => stateOf(resources, asked).courses);
  const rows = [...all.values()].map(({ place, id, name }, row): AccessRow => ({
    id,
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
  return { models, rows: rows.toSorted(byWeight) };
}

function withTeamsToBeMade(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((resource) =>
    resource.kind === 'team' && resource.id === ''
      ? { ...resource, id: `${YET_TO_BE_MADE}${resource.name}` }
      : resource,
  );
}

function teamOf({ id, name }: Resource): Team {
  return { place: id, id: id.startsWith(YET_TO_BE_MADE) ? '' : id, name };
}

/** A team that is in the log alone, or none. */
function lostTeam(id: string): Team {
  return id === '' ? NO_TEAM : { place: id, id, name: id };
}

function asks(team: string, model: string): Combination {
  return { team, key: '', user: '', model, outcome: 'allowed' };
}

function mayCall(end: number | undefined): boolean | null {
  return end === undefined || end === NOT_EVALUABLE ? null : end === ALLOWED;
}

interface Use {
  requests: number;
  denied: number;
  gained: number;
}

/** How often each team called each model; whose a key is says the node, as a replay asks it. */
function countUses(
  { count, combination, combinations }: RequestLog,
  held: readonly Resource[],
  { before, after }: AccessQuestion['verdicts'],
): ReadonlyMap<string, ReadonlyMap<string, Use>> {
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
  const teamOfKey = new Map(
    held.filter(({ kind }) => kind === 'key').map(({ id, fields }) => [id, textOf(fields['team'])]),
  );
  const uses = new Map<string, Map<string, Use>>();
  for (const [index, { team, key, model }] of combinations.entries()) {
    const use = byCombination[index];
    if (use === undefined || use.requests === 0) continue;
    const place = teamOfKey.get(key) ?? team;
    const ofTeam = uses.get(place) ?? new Map<string, Use>();
    const known = ofTeam.get(model) ?? { requests: 0, denied: 0, gained: 0 };
    ofTeam.set(model, {
      requests: known.requests + use.requests,
      denied: known.denied + use.denied,
      gained: known.gained + use.gained,
    });
    uses.set(place, ofTeam);
  }
  return uses;
}

/** What the node offers by a name of its own, and what was asked for. */
function modelsOf(
  resources: readonly Resource[],
  uses: ReadonlyMap<string, ReadonlyMap<string, Use>>,
): readonly string[] {
  const requests = new Map<string, number>();
  for (const { kind, name } of resources) if (kind === 'model' && !name.includes('*')) requests.set(name, 0);
  for (const ofTeam of uses.values())
    for (const [model, use] of ofTeam) requests.set(model, (requests.get(model) ?? 0) + use.requests);
  return [...requests]
    .toSorted(([a, most], [b, least]) => least - most || (a < b ? -1 : 1))
    .map(([model]) => model);
}

function byWeight(a: AccessRow, b: AccessRow): number {
  return changesOf(b) - changesOf(a) || requestsOf(b) - requestsOf(a) || (a.name < b.name ? -1 : 1);
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

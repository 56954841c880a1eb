import { renderFlow, renderScalar } from '../config/yaml-render.ts';
import { YAML_TEXT_LIMIT } from '../config/yaml-text.ts';
import { GATEWAY_NAMES, type NodeEntry } from '../fleet/node.ts';
import { KIND_NAMES, type Resource, type Snapshot } from '../fleet/snapshot.ts';
import type { JsonObject } from '../json.ts';
import { makePlan } from '../plan/make-plan.ts';
import { heldMemberBudgets, heldRules, isName } from './held-rules.ts';
import { readPolicy } from './read-policy.ts';
import { named, type Named } from './wanted-people.ts';
import { GATEWAY_WANTS, wantedState } from './wanted-state.ts';

/** A policy file made from what a node holds. */
export interface PolicyFromNode {
  readonly text: string;
  /** What of the node is not in it, in sentences; also at the top of the text. */
  readonly left: readonly string[];
}

/** Rules of more users or keys than that belong to their teams. */
const MOST_ENTRIES = 3000;
/** Ids of members in a sentence. */
const MOST_NAMED = 3;

type Section = 'teams' | 'users' | 'keys';
type Entries = Map<string, JsonObject>;

/**
 * A policy file that says what a node holds already, so that planning with it there has no operations: teams with their
 * members, and the users and keys that have rules of their own. What a policy cannot say, and what would not come back as
 * it is, is left out and named at the top. Secrets and hashes of keys with an alias are not in it. Pure.
 */
export function policyFromSnapshot(snapshot: Snapshot, node: NodeEntry): PolicyFromNode {
  const left: string[] = [];
  const sections: Record<Section, Entries> = { teams: new Map(), users: new Map(), keys: new Map() };
  addTeams(snapshot, sections.teams, left);
  addOthers(snapshot, sections, left);
  for (const section of ['keys', 'users'] as const) {
    if (sections[section].size <= MOST_ENTRIES && render(sections, snapshot, left).length <= YAML_TEXT_LIMIT)
      continue;
    left.push(`The ${section}: there are ${sections[section].size}, too many for a file that people read.`);
    sections[section].clear();
  }
  // LiteLLM 1.81.13 gives it only to who joins afterwards; the policy would give it to all.
  for (const [section, name] of changed(sections, snapshot, node)) {
    const { memberBudget, ...rules } = sections[section].get(name) ?? {};
    if (memberBudget === undefined) continue;
    sections[section].set(name, rules);
    left.push(`Of the team "${name}" what it gives its members: not all of them have it there.`);
  }
  // Whatever the reason, such as a list that the snapshot does not hold whole.
  for (const [section, name, what] of changed(sections, snapshot, node)) {
    sections[section].delete(name);
    left.push(`The ${what} "${name}": it would not stay as it is.`);
  }
  return { text: render(sections, snapshot, left), left };
}

function addTeams(snapshot: Snapshot, teams: Entries, left: string[]): void {
  const held = snapshot.resources.filter(({ kind, owner }) => kind === 'team' && owner === 'database');
  const users = named(snapshot, ...GATEWAY_WANTS[snapshot.kind].memberKinds);
  const counts = new Map<string, number>();
  for (const { kind, name } of snapshot.resources)
    if (kind === 'team') counts.set(name, (counts.get(name) ?? 0) + 1);
  /** Teams by the members for whom there is no name. */
  const unnamed = new Map<string, string[]>();
  for (const team of held) {
    const { name } = team;
    if (!isName(name)) left.push(`The team with the id ${team.id}: its name is empty or too long.`);
    else if ((counts.get(name) ?? 0) > 1) {
      const message = `The ${counts.get(name)} teams named "${name}": give them names of their own.`;
      if (!left.includes(message)) left.push(message);
    } else {
      const found = heldRules(team);
      const { names, without } = membersOf(team, users);
      const own = heldMemberBudgets(team, (id) => {
        const user = users.byId(id);
        return user === undefined ? null : nameIn(user, users);
      });
      teams.set(name, {
        ...found.rules,
        ...(own.budgets === undefined ? {} : { memberBudgets: own.budgets }),
        ...(names === undefined ? {} : { members: names }),
      });
      for (const what of [
        ...found.left,
        ...own.left,
        ...(team.fields['blocked'] === true ? ['that it is blocked'] : []),
      ])
        left.push(`Of the team "${name}" ${what}: a policy cannot say it.`);
      if (without.length > 0) {
        const more = without.length - MOST_NAMED;
        const who = without.slice(0, MOST_NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
        unnamed.set(who, [...(unnamed.get(who) ?? []), JSON.stringify(name)]);
      }
    }
  }
  for (const [who, of] of unnamed)
    left.push(
      `The members of the ${of.length === 1 ? 'team' : 'teams'} ${of.join(', ')}: that node has no name, such as an e-mail address, that means ${who} alone.`,
    );
}

/** Members by the names of users, and the ids of those that are no user with a name of their own: then there are no names. */
function membersOf(
  { fields }: Resource,
  users: Named,
): { readonly names: readonly string[] | undefined; readonly without: readonly string[] } {
  const { members } = fields;
  if (!Array.isArray(members)) return { names: undefined, without: [] };
  const names: string[] = [];
  const without: string[] = [];
  for (const id of members) {
    const user = typeof id === 'string' ? users.byId(id) : undefined;
    const name = user === undefined ? null : nameIn(user, users);
    if (name === null) without.push(typeof id === 'string' ? id : JSON.stringify(id));
    else names.push(name);
  }
  return { names: without.length > 0 ? undefined : names, without };
}

/** A name that means just this one: the name people use, else the id. A masked secret is not a name. */
function nameIn(resource: Resource, all: Named): string | null {
  const candidates = resource.name.startsWith('sk-') ? [resource.id] : [resource.name, resource.id];
  return candidates.find((name) => isName(name) && all.of(name) === resource) ?? null;
}

function addOthers(snapshot: Snapshot, sections: Record<Section, Entries>, left: string[]): void {
  const [users, keys] = [named(snapshot, 'user'), named(snapshot, 'key')];
  for (const resource of snapshot.resources) {
    if (resource.kind !== 'user' && resource.kind !== 'key') continue;
    if (resource.owner !== 'database') continue;
    const { kind } = resource;
    const found = heldRules(resource);
    const { role: held } = resource.fields;
    const role = kind === 'user' && typeof held === 'string' ? ROLE_OF[held] : undefined;
    const rules = role === undefined ? found.rules : { role, ...found.rules };
    if (Object.keys(rules).length === 0 && found.left.length === 0) continue;
    const name = nameIn(resource, kind === 'user' ? users : keys);
    if (name === null)
      left.push(`The ${KIND_NAMES[kind]} with the id ${resource.id}: no name means it alone.`);
    else {
      sections[kind === 'user' ? 'users' : 'keys'].set(name, rules);
      for (const what of found.left)
        left.push(`Of the ${KIND_NAMES[kind]} "${name}" ${what}: a policy cannot say it.`);
    }
  }
}

const ADMIN_VIEWER = 'admin-viewer';

/** Roles of a LiteLLM user (1.81.13, 1.106.2) as a policy names them. */
const ROLE_OF: Readonly<Record<string, string>> = {
  proxy_admin: 'admin',
  proxy_admin_viewer: ADMIN_VIEWER,
  internal_user: 'power-user',
  internal_user_viewer: 'viewer',
};

/** What planning with these would change on the node after all. */
function changed(
  sections: Readonly<Record<Section, Entries>>,
  snapshot: Snapshot,
  node: NodeEntry,
): readonly (readonly [Section, string, string])[] {
  const { policy, findings } = readPolicy(render(sections, snapshot, []));
  if (policy === null) {
    throw new Error(`A policy that was made from a node does not read: ${findings[0]?.message ?? ''}`);
  }
  const wanted = wantedState(policy, snapshot, node);
  const plan = makePlan({
    id: 'from-node',
    madeAt: snapshot.takenAt,
    mode: 'merge',
    targets: [{ entry: node, snapshot, wanted }],
  });
  const names = { user: named(snapshot, 'user'), key: named(snapshot, 'key') };
  return plan.operations.flatMap(({ kind, name, before }): (readonly [Section, string, string])[] => {
    if (kind === 'team') return [['teams', name, KIND_NAMES[kind]]];
    if ((kind !== 'user' && kind !== 'key') || before === undefined) return [];
    const own = nameIn(before, names[kind]);
    return own === null ? [] : [[kind === 'user' ? 'users' : 'keys', own, KIND_NAMES[kind]]];
  });
}

function render(
  sections: Readonly<Record<Section, Entries>>,
  { takenAt, kind, node }: Snapshot,
  left: readonly string[],
): string {
  const withViewer = [...sections.users.values()].some(({ role }) => role === ADMIN_VIEWER);
  const parts = (['teams', 'users', 'keys'] as const).flatMap((section) =>
    sections[section].size === 0 ? [] : [`\n${section}:\n${[...sections[section]].map(entry).join('')}`],
  );
  return [
    comment(
      `What ${node} (${GATEWAY_NAMES[kind]}) held on ${takenAt.slice(0, 10)}, as a policy for all gateways.`,
    ),
    comment('A key that is left out means: leave it as it is.'),
    ...(left.length === 0 ? [] : [comment('Not in this file:'), ...left.map((line) => comment(`- ${line}`))]),
    'version: 1\n',
    ...(withViewer
      ? [`\nroles:\n  ${ADMIN_VIEWER}: { permissions: [see-everything, see-own-usage, see-team-usage] }\n`]
      : []),
    ...(parts.length === 0 ? ['\nteams: {}\n'] : parts),
  ].join('');
}

/** A name may hold a line break, which would end the comment. */
function comment(text: string): string {
  return `# ${text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')}\n`;
}

function entry([name, rules]: readonly [string, JsonObject]): string {
  const lines = Object.entries(rules).map(([rule, value]) => `    ${rule}: ${renderFlow(value)}\n`);
  return lines.length === 0 ? `  ${renderScalar(name)}: {}\n` : `  ${renderScalar(name)}:\n${lines.join('')}`;
}

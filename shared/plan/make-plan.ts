import type { NodeEntry } from '../fleet/node.ts';
import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import type { JsonObject } from '../json.ts';
import type { WantedState } from '../policy/wanted-state.ts';
import { comparedPart } from './comparable.ts';
import { consequences } from './consequences.ts';
import { fieldChanges, narrow } from './field-changes.ts';
import { summarise, type Action, type Operation, type Plan, type PlanWarning } from './plan.ts';

/** One node a plan is made for: what it held, and what is wanted of it. */
export interface PlanTarget {
  readonly entry: NodeEntry;
  readonly snapshot: Snapshot;
  readonly wanted: WantedState;
}

/** What makes one plan differ from another. */
export interface PlanOptions {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly mode: Plan['mode'];
  readonly targets: readonly PlanTarget[];
}

type Draft = Omit<Operation, 'id'>;
const ORDER: readonly Action[] = ['create', 'update', 'delete'];

/**
 * Makes the ordered operations that take nodes to what is wanted: per node creates, then updates, then
 * deletes. Only teams are planned. What a config file owns is never planned, what the gateway made itself
 * (Doubleword's Everyone) is neither changed nor deleted, and nothing is made or deleted where the list of teams was
 * not read to its end; the warnings say so. Pure.
 */
export function makePlan({ id, madeAt, mode, targets }: PlanOptions): Plan {
  const drafts: Draft[] = [];
  const warnings: PlanWarning[] = [];
  for (const target of targets) {
    const planned = planNode(target, mode);
    drafts.push(...planned.drafts);
    warnings.push(...target.wanted.warnings, ...planned.warnings);
  }
  const operations = drafts.map((draft, index): Operation => Object.assign({ id: String(index + 1) }, draft));
  return {
    format: 1,
    id,
    madeAt,
    mode,
    bases: targets.map(({ entry, snapshot }) => ({ node: entry.name, snapshotHash: snapshot.hash })),
    operations,
    summary: summarise(operations),
    warnings,
  };
}

function planNode(target: PlanTarget, mode: Plan['mode']): { drafts: Draft[]; warnings: PlanWarning[] } {
  const { entry, snapshot, wanted } = target;
  const warnings: PlanWarning[] = [];
  const warn = (message: string) => warnings.push({ node: entry.name, message });
  const section = snapshot.sections.find(({ kind }) => kind === 'team');
  if (section?.state !== 'complete') {
    const why = section?.why === undefined ? '' : ` (${section.why})`;
    warn(`The teams of ${entry.name} were not read to the end${why}: no team is made or deleted there.`);
  }
  const teams = snapshot.resources.filter(({ kind }) => kind === 'team');
  const changes = wanted.resources.flatMap((resource) => planTeam(entry.name, teams, resource, warn));
  const deletes = mode === 'sync' ? planDeletes(entry.name, teams, wanted) : [];
  const drafts = [...changes, ...deletes]
    .filter(({ action }) => action === 'update' || section?.state === 'complete')
    .sort(
      (a, b) =>
        ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
  for (const draft of drafts) for (const message of consequences(draft, snapshot)) warn(message);
  return { drafts, warnings };
}

function planTeam(
  node: string,
  teams: readonly Resource[],
  wanted: Resource,
  warn: (message: string) => void,
): readonly Draft[] {
  const held = teams.find(({ name }) => name === wanted.name);
  const after = comparedPart(wanted);
  if (held === undefined) {
    const fields = fieldChanges('team', {}, after);
    return [{ action: 'create', kind: 'team', name: wanted.name, node, fields, wanted: wanted.fields }];
  }
  const fields = fieldChanges('team', narrow(comparedPart(held), after), after);
  if (fields.length === 0) return [];
  if (held.owner === 'file') {
    warn(
      `The config file of ${node} owns the team "${held.name}": edit the file and deploy it. It is not in this plan.`,
    );
    return [];
  }
  if (held.owner === 'server') {
    warn(`${node} made the team "${held.name}" itself and lets nobody change it: it is not in this plan.`);
    return [];
  }
  const changed = new Set(fields.map(({ path }) => path.split('.')[0]));
  const only: JsonObject = Object.fromEntries(
    Object.entries(wanted.fields).filter(([name]) => changed.has(name)),
  );
  return [
    {
      action: 'update',
      kind: 'team',
      name: held.name,
      node,
      fields,
      resourceId: held.id,
      before: held,
      wanted: only,
    },
  ];
}

function planDeletes(node: string, teams: readonly Resource[], wanted: WantedState): readonly Draft[] {
  const named = new Set([
    ...wanted.resources.map(({ name }) => name),
    ...wanted.ambiguous,
    ...wanted.elsewhere,
  ]);
  return teams
    .filter(({ name, owner }) => owner === 'database' && !named.has(name))
    .map((held): Draft => ({
      action: 'delete',
      kind: 'team',
      name: held.name,
      node,
      fields: fieldChanges('team', comparedPart(held), {}),
      resourceId: held.id,
      before: held,
    }));
}

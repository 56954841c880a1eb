import type { Resource, Snapshot } from '../../fleet/snapshot.ts';
import type { CheckedDrafts, Draft } from '../gateway-planning.ts';

/**
 * Takes the deletion of an endpoint out of a plan that does not delete each of its models by name as well: dwctl (10.13.1:
 * models-list-after-endpoint-delete) takes them along without a word.
 */
export function withoutSilentDeletes(drafts: readonly Draft[], { resources, node }: Snapshot): CheckedDrafts {
  const gone = new Set(
    drafts.flatMap(({ action, kind, resourceId }) =>
      action === 'delete' && kind === 'model' ? [resourceId] : [],
    ),
  );
  const models = resources.filter(({ kind, id }) => kind === 'model' && !gone.has(id));
  const left: string[] = [];
  const kept = drafts.filter(({ action, kind, before }) => {
    if (action !== 'delete' || kind !== 'endpoint' || before === undefined) return true;
    const own = models.filter((model) => runsOn(model, before)).map(({ name }) => name);
    if (own.length === 0) return true;
    left.push(
      `With the endpoint "${before.name}" ${node} would delete its models without a word: ${own.join(', ')}. It is not in this plan. Take these models out of the list of models as well (a sync then deletes them by name), or move them.`,
    );
    return false;
  });
  return { drafts: kept, left };
}

/** Whether a model is served by an endpoint. */
function runsOn(model: Resource, endpoint: Resource): boolean {
  const { endpoint_name: name } = model.settings;
  return model.observed['hosted_on'] === endpoint.id || (typeof name === 'string' && name === endpoint.name);
}

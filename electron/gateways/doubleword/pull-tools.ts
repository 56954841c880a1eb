import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { segment } from '../http/route.ts';
import { requireText, sorted } from './fields.ts';
import { readEach } from './pulling.ts';
import type { Lack, Pulling } from './pulling.ts';

/**
 * The same teams or models with the names of the tool sources that they may use (dwctl 10.13.1: one list for each). Without a
 * tool source on the node nothing is asked.
 * @param route where they stand: `groups` or `deployments`.
 */
export async function withToolSources(
  pulling: Pulling,
  resources: readonly Resource[],
  route: 'groups' | 'deployments',
  toolSources: readonly Resource[],
  lack: Lack,
): Promise<readonly Resource[]> {
  if (toolSources.length === 0) return resources;
  const read = async (resource: Resource): Promise<Resource> => {
    const path = `/${route}/${segment(resource.id)}/tool-sources`;
    const names = await pulling.list(path, (row) => requireText(row, 'name'), lack);
    return { ...resource, fields: { ...resource.fields, toolSources: sorted(names) } };
  };
  return readEach(resources, ({ name }) => name, read, lack);
}

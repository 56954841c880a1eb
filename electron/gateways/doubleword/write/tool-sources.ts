import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { segment } from '../../http/route.ts';
import { requireText, sorted } from '../fields.ts';
import { reasonOfAbsence } from '../section.ts';
import type { Session } from '../session.ts';
import { rowsIn } from './names.ts';

/** The same team or model with the tool sources that it may use, as a pull reads it: nothing where a node has none. */
export async function withOwnToolSources(
  session: Session,
  resource: Resource,
  route: 'groups' | 'deployments',
): Promise<Resource> {
  const all = await rowsIn(session, '/tool-sources').catch((error: unknown) => {
    if (reasonOfAbsence(error) !== null) return [];
    throw error;
  });
  if (all.length === 0) return resource;
  const rows = await rowsIn(session, `/${route}/${segment(resource.id)}/tool-sources`);
  const names = sorted(rows.map((row) => requireText(row, 'name')));
  return { ...resource, fields: { ...resource.fields, toolSources: names } };
}

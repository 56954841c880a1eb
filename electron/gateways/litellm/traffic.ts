import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { statusOf } from './status.ts';
import { REQUEST_TAG } from './tag.ts';

const MOST_NAMES = 1000;

/**
 * What requests bring along by themselves, told together instead of one by one: tags that nobody made, and customers of
 * whom nothing is set (1.81.13 and 1.106.2 make one of every unknown `user` of a request). They govern nothing, and
 * were they compared, a busy node would never be twice in the same state.
 */
export function foldTraffic(resources: readonly Resource[]): readonly Resource[] {
  const tags = resources.filter(isRequestTag).map(({ id }) => id.slice(REQUEST_TAG.length));
  const customers = resources.filter(isBareCustomer).map(({ id }) => id);
  return [
    ...resources.filter((resource) => !isRequestTag(resource) && !isBareCustomer(resource)),
    ...(tags.length === 0 ? [] : [named('request-tags', 'tags of requests', tags)]),
    ...(customers.length === 0 ? [] : [named('request-customers', 'customers of requests', customers)]),
  ];
}

function isRequestTag({ kind, id }: Resource): boolean {
  return kind === 'status' && id.startsWith(REQUEST_TAG);
}

/** A customer without a name, a limit or a block. */
function isBareCustomer({ kind, id, name, fields, settings }: Resource): boolean {
  return (
    kind === 'customer' &&
    name === id &&
    Object.values(fields).every((value) => value === null || value === false) &&
    Object.keys(settings).length === 0
  );
}

/** Their number, and the names of the first of them; the raw answers hold all. */
function named(id: string, name: string, names: readonly string[]): Resource {
  return statusOf(id, name, { count: names.length, names: [...names].sort().slice(0, MOST_NAMES) });
}

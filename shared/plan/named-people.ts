import type { Resource } from '../fleet/snapshot.ts';
import { namesOfKind } from './reference-names.ts';

/** More are only counted. */
const MOST_NAMED = 5;

/** Those who have these ids, in words: by their names where these are known. */
export function namedPeople(ids: readonly string[], resources: readonly Resource[]): string {
  const isAsked = (id: string): boolean => ids.includes(id);
  const users = namesOfKind('user', [resources], isAsked);
  const organizations = namesOfKind('organization', [resources], isAsked);
  const more = ids.length - MOST_NAMED;
  const names = ids.slice(0, MOST_NAMED).map((id) => users[id] ?? organizations[id] ?? id);
  return names.join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
}

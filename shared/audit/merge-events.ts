import { equalJson } from '../json.ts';
import type { AdminEvent } from './events.ts';

/**
 * What snapshots tell beyond the pushes: a difference between two pulls that a push made in between is told by the push,
 * who and when included. One that left something else behind than the push wrote stays, for somebody changed it.
 */
export function withoutPushed(
  found: readonly AdminEvent[],
  pushed: readonly AdminEvent[],
): readonly AdminEvent[] {
  return found.filter((event) => !pushed.some((push) => accountsFor(push, event)));
}

function accountsFor(push: AdminEvent, found: AdminEvent): boolean {
  if (push.node !== found.node || push.kind !== found.kind || push.action !== found.action) return false;
  if (found.after === null || push.at <= found.after || push.at > found.at) return false;
  if (push.id === '' || found.id === '' ? push.name !== found.name : push.id !== found.id) return false;
  if (found.action !== 'update') return true;
  const written = new Map(push.fields.map(({ path, after }) => [path, after]));
  return found.fields.every(({ path, after }) => written.has(path) && equalJson(written.get(path), after));
}

/** What snapshots tell of the time that the gateway's own log does not speak of. */
export function outsideLog(
  found: readonly AdminEvent[],
  log: { readonly from: string; readonly until: string },
): readonly AdminEvent[] {
  return found.filter(({ at, after }) => (after ?? at) < log.from || at >= log.until);
}

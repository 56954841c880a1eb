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

/**
 * What snapshots tell beyond the gateway's own log. That log does not speak of every kind (LiteLLM 1.81.13: teams, users,
 * keys, models), so only what it tells of the same thing in the same time stands in the place of a difference.
 */
export function withoutLogged(
  found: readonly AdminEvent[],
  logged: readonly AdminEvent[],
): readonly AdminEvent[] {
  return found.filter((event) => !logged.some((entry) => isSameThing(entry, event)));
}

function accountsFor(push: AdminEvent, found: AdminEvent): boolean {
  if (!isSameThing(push, found) || push.action !== found.action) return false;
  if (found.action !== 'update') return true;
  const written = new Map(push.fields.map(({ path, after }) => [path, after]));
  return found.fields.every(({ path, after }) => written.has(path) && equalJson(written.get(path), after));
}

/** Done to the same thing, between the two pulls that found the difference. */
function isSameThing(done: AdminEvent, found: AdminEvent): boolean {
  if (done.node !== found.node || done.kind !== found.kind || found.after === null) return false;
  if (done.at <= found.after || done.at > found.at) return false;
  return done.id === '' || found.id === '' ? done.name === found.name : done.id === found.id;
}

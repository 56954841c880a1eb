import type { AdminEvent } from '../../../shared/audit/events.ts';
import { shortenId } from '../../ui/format.ts';

const DONE: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
};

/** What was done to what: `team payments changed`. */
export function eventTitle({ kind, name, id, action }: AdminEvent): string {
  const what = name === '' ? shortenId(id) : name;
  return [kind, what, DONE[action] ?? action].filter((part) => part !== '').join(' ');
}

/** Who did it, or how it is known. */
export function eventActor({ actor, source }: AdminEvent): string {
  if (actor !== null) return `by ${actor}`;
  return source === 'snapshots' ? 'found between two pulls' : 'by whom is not said';
}

/** Where an event is known from, in words. */
export const SOURCE_NAMES: Readonly<Record<AdminEvent['source'], string>> = {
  gateway: 'the audit log of the gateway',
  snapshots: 'two pulls that differ',
  push: 'a push from here',
};

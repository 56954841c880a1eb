import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import {
  eventsBetween,
  kindsNotCompared,
  type AdminEvent,
  type EventCoverage,
  type EventState,
} from '../../../shared/audit/events.ts';
import { KIND_NAMES } from '../../../shared/fleet/snapshot.ts';
import { ProblemError } from '../../../shared/result.ts';
import { nodeFolder } from '../../workspace/paths.ts';
import { readSnapshot } from '../../workspace/snapshot-store.ts';

/** A span of time, ISO 8601 UTC, `until` exclusive. */
export interface EventSpan {
  readonly from: string;
  readonly until: string;
}

/** What two snapshots say of the time between them. */
interface Between {
  readonly events: readonly AdminEvent[];
  readonly left: readonly string[];
}

/** Tells what changed at nodes from the snapshots that are kept. */
export interface SnapshotEvents {
  read(
    node: string,
    span: EventSpan,
  ): Promise<{ readonly events: readonly AdminEvent[]; readonly coverage: EventCoverage }>;
}

const NAME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-[0-9a-f]{12}\.json$/;
/** Pairs of snapshots that are remembered; their files never change. */
const REMEMBERED = 200;

const UNSEEN =
  'Snapshots do not say who changed something, nor what was changed and changed back between two pulls.';

/** Reads snapshots two by two, newest last; what a pair said is remembered. */
export function createSnapshotEvents(workspace: string): SnapshotEvents {
  const remembered = new Map<string, Between>();

  async function between(node: string, before: string, after: string): Promise<Between> {
    const pair = `${node}/${before}/${after}`;
    const known = remembered.get(pair);
    if (known !== undefined) return known;
    const [was, is] = [
      await readSnapshot(workspace, node, before),
      await readSnapshot(workspace, node, after),
    ];
    const made = { events: eventsBetween(was, is), left: leftOut(was, is) };
    remembered.set(pair, made);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return made;
  }

  return {
    async read(node, span) {
      const kept = await snapshotsOf(workspace, node);
      const events: AdminEvent[] = [];
      const left = new Set<string>();
      let unread = 0;
      for (const [index, { name, at }] of kept.entries()) {
        const before = kept[index - 1];
        if (before === undefined || at < span.from || before.at >= span.until) continue;
        try {
          const found = await between(node, before.name, name);
          events.push(...found.events.filter((event) => event.at >= span.from && event.at < span.until));
          for (const kind of found.left) left.add(kind);
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          unread += 1;
        }
      }
      return {
        events,
        coverage: {
          node,
          source: 'snapshots',
          from: kept[0]?.at ?? null,
          until: kept.at(-1)?.at ?? null,
          why: why(kept.length, [...left].sort(), unread),
        },
      };
    },
  };
}

function why(kept: number, left: readonly string[], unread: number): string {
  if (kept === 0) return 'The node was never pulled.';
  if (kept === 1) return 'The node was found in one state only, so there is nothing to compare.';
  return [
    UNSEEN,
    ...(left.length === 0 ? [] : [`Not always read whole, and left out then: ${left.join(', ')}.`]),
    ...(unread === 0 ? [] : [`${unread} of them cannot be read.`]),
  ].join(' ');
}

function leftOut(before: EventState, after: EventState): readonly string[] {
  return kindsNotCompared(before, after).map((kind) => KIND_NAMES[kind]);
}

/** Oldest first. */
async function snapshotsOf(
  workspace: string,
  node: string,
): Promise<readonly { readonly name: string; readonly at: string }[]> {
  const names = await readdir(join(nodeFolder(workspace, node), 'snapshots')).catch(() => []);
  return names
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => {
      const [, year, month, day, hour, minute, second, ms] = NAME.exec(name) ?? [];
      if (ms === undefined) return [];
      return [{ name, at: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z` }];
    });
}

import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import type { PulledState } from '../gateways/adapter.ts';

/** So long what was read of a node counts as what it holds, milliseconds; longer where reading takes long. */
const HOLDS_MS = 5000;

/** A reading counts so many times as long as it took: else a large node would be read all the time. */
const TIMES_ITS_LENGTH = 10;

/** What a node held when it was last looked at, and when that reading began, milliseconds since 1970. */
export interface LastLook extends Pick<PulledState, 'resources' | 'sections'> {
  readonly at: number;
}

/** Tells what stands in the way of making something, in words; null when nothing does. */
export type NamesakeLook = (operation: Operation) => Promise<string | null>;

/**
 * Looks for what a create would make, by its name and by the id that the plan chose. Where the last reading is more than
 * a few seconds old the lists are read again, once for all who ask meanwhile. Rejects when they cannot be.
 */
export function createNamesakeLook(
  checked: LastLook,
  pull: () => Promise<PulledState>,
  now: () => number,
): NamesakeLook {
  let last = indexOf(checked);
  let holdsUntil = checked.at + HOLDS_MS;
  let reading: Promise<void> | null = null;

  async function read(): Promise<void> {
    const at = now();
    last = indexOf(await pull());
    holdsUntil = at + Math.max(HOLDS_MS, (now() - at) * TIMES_ITS_LENGTH);
  }

  return async ({ kind, name, wanted }) => {
    if (now() > holdsUntil) {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    }
    if (!last.whole.has(kind)) return 'whether it is there already cannot be read';
    const id = wanted?.['id'];
    const isThere = typeof id === 'string' && last.ids.has(`${kind}\0${id}`);
    // Deployments of one model share its name; of everything else a namesake is in the way.
    const isNamed = kind !== 'model' && last.names.has(`${kind}\0${name}`);
    return isThere || isNamed ? 'it is there already' : null;
  };
}

function indexOf({ resources, sections }: Pick<LastLook, 'resources' | 'sections'>): {
  readonly ids: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly whole: ReadonlySet<Resource['kind']>;
} {
  return {
    ids: new Set(resources.map(({ kind, id }) => `${kind}\0${id}`)),
    names: new Set(resources.map(({ kind, name }) => `${kind}\0${name}`)),
    whole: new Set(sections.flatMap(({ kind, state }) => (state === 'complete' ? [kind] : []))),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';

import { isReadWhole, type Resource, type ResourceKind } from '../../shared/fleet/snapshot.ts';
import { canChooseId } from '../../shared/plan/chosen-ids.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import type { PulledState, Work } from '../gateways/adapter.ts';
import type { NodeConnection } from '../workspace/node-access.ts';
import { waitAskedFor } from './retry-rules.ts';
import { differsFromWanted } from './verify.ts';

/** Reads a node while it is pushed to: what is there now, found by id or by name. */
export interface NodeReader {
  /** Everything, read after it was asked for; once for all who ask before the reading begins. */
  all(work: Work): Promise<PulledState>;
  /** One resource by its id; null when the node does not hold it. */
  one(kind: ResourceKind, id: string, work: Work): Promise<Resource | null>;
  /**
   * What an operation touches or has made. Something new whose id is not known is found by its name, in a list that
   * was read to its end and among what was not there before; rejects when several could be it.
   * @param known ids of its kind that were there before the push.
   */
  held(
    operation: Operation,
    made: string | undefined,
    known: ReadonlySet<string>,
    work: Work,
  ): Promise<Resource | null>;
}

/** How often a read that was answered "too often" is repeated. */
const PATIENCE = 3;

/** Asks a node something when it is free to be asked. */
export type Ask = <T>(question: () => Promise<T>) => Promise<T>;

/** Makes the reader of one node. Whole lists are read once for all who ask before the reading begins. */
export function createNodeReader(
  { adapter, connection }: NodeConnection,
  ask: Ask = (question) => question(),
): NodeReader {
  let next: Promise<PulledState> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  /** A list that began to be read earlier may lack what was written since: so it is never one under way. */
  function list(work: Work): Promise<PulledState> {
    if (next !== null) return next;
    const begin = async (): Promise<PulledState> => {
      await running;
      next = null;
      const reading = patiently(() => ask(() => adapter.pull(connection, work)), work);
      running = reading.catch(() => null);
      return reading;
    };
    next = begin();
    return next;
  }

  async function one(kind: ResourceKind, id: string, work: Work): Promise<Resource | null> {
    try {
      return await patiently(() => ask(() => adapter.reread(connection, kind, id, work)), work);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'not_supported') throw error;
    }
    const found = (await list(work)).resources.find((held) => held.kind === kind && held.id === id);
    return found ?? null;
  }

  return {
    all: list,
    one,
    async held(operation, made, known, work) {
      const { kind, name, resourceId, action, wanted } = operation;
      // Some updates make a new version of their own id.
      for (const id of new Set([made, resourceId, wanted?.['id']])) {
        const found = typeof id === 'string' ? await one(kind, id, work) : null;
        if (found !== null) return found;
      }
      // One that was to be made under an id of our choice is there under it, or not at all.
      const isChosen = typeof wanted?.['id'] === 'string' && canChooseId(adapter.kind, kind);
      if (made !== undefined || isChosen || action === 'delete') return null;
      const { resources, sections } = await list(work);
      if (!isReadWhole(sections, kind)) throw new Error(`The ${kind}s were not read to the end.`);
      const named = resources.filter(
        (held) => held.kind === kind && held.name === name && !known.has(held.id),
      );
      if (named.length <= 1) return named[0] ?? null;
      // Deployments of one model share its name.
      const alike = named.filter((held) => differsFromWanted(operation, held).length === 0);
      const [only] = alike;
      if (kind === 'model' && only !== undefined && alike.length === 1) return only;
      throw new Error(`Several of the ${kind}s are called "${name}".`);
    },
  };
}

/** A read does no harm: it is repeated when the gateway asks to wait. */
async function patiently<T>(read: () => Promise<T>, { signal }: Work): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      const pause = attempt < PATIENCE ? waitAskedFor(error) : null;
      if (pause === null || signal.aborted) throw error;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

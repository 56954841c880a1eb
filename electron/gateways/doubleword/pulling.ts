import { kindPlural } from '../../../shared/fleet/kind-words.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import { inParallel } from '../../../shared/in-parallel.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import { whyUnreadable } from './fields.ts';
import { listPages } from './pages.ts';
import { createRawPages } from './raw-pages.ts';
import { readSection } from './section.ts';
import type { SectionReading } from './section.ts';
import { LISTS_AT_ONCE, withoutSecrets } from './session.ts';
import type { Session } from './session.ts';

/** Says why something of a section is lacking. */
export type Lack = (why: string) => void;

type Query = Readonly<Record<string, string>>;

/** One pull under way: asks, keeps what came, and gathers what was read. */
export interface Pulling {
  readonly resources: readonly Resource[];
  readonly raw: ReadonlyMap<string, readonly string[]>;
  /** One answer. @param kept what of its body is read and kept, should it not be all. */
  get(path: string, query?: Query, kept?: (body: JsonValue) => JsonValue): Promise<GatewayAnswer>;
  /** The rows of a list, to its end; of those that cannot be read `lack` is told. */
  list<T>(path: string, read: (row: JsonObject) => T, lack: Lack, query?: Query): Promise<readonly T[]>;
  /** Reads a section; what came of it is among the resources. */
  section(
    kind: ResourceKind,
    read: (lack: Lack) => Promise<readonly Resource[]>,
  ): Promise<SectionReading<Resource>>;
  /** Says how far it is, for a person. */
  tell(detail: string): void;
}

/** Begins a pull. Nothing of it holds a secret: these are hidden before anything is read or kept. */
export function beginPulling(session: Session, work: Work): Pulling {
  const hiding = withoutSecrets(session);
  const raw = createRawPages();
  const resources: Resource[] = [];
  const tell = (detail: string): void => work.progress(resources.length, null, detail);
  return {
    resources,
    raw: raw.pages,
    tell,
    async get(path, query, kept = (body) => body) {
      const whole = await hiding.get(path, query);
      const answer = { ...whole, body: kept(whole.body) };
      raw.keep(answer);
      return answer;
    },
    async list<T>(path: string, read: (row: JsonObject) => T, lack: Lack, query?: Query) {
      const items: T[] = [];
      const odd: string[] = [];
      let rowsSeen = 0;
      for await (const { rows, answer } of listPages(hiding, path, query, lack)) {
        // Thousands of owners have none of what is listed below each: nothing is not worth keeping.
        if (rows.length > 0) raw.keep(answer);
        items.push(
          ...readRows(rows, read, (index, why) => odd.push(`row ${String(rowsSeen + index + 1)}: ${why}`)),
        );
        rowsSeen += rows.length;
      }
      tellUnread(path, odd, lack);
      return items;
    },
    async section(kind, read) {
      tell(kindPlural(kind));
      const reading = await readSection(read);
      resources.push(...reading.items);
      return reading;
    },
  };
}

/** Reads rows one by one, so that an odd one takes no other with it: that one is left out, and `refuse` told why. */
export function readRows<T>(
  rows: readonly JsonObject[],
  read: (row: JsonObject) => T,
  refuse: (index: number, why: string) => void,
): readonly T[] {
  return rows.flatMap((row, index) => {
    try {
      return [read(row)];
    } catch (error) {
      const why = whyUnreadable(error);
      if (why === null) throw error;
      refuse(index, why);
      return [];
    }
  });
}

/** Says how many of a list could not be read, and what is wrong with the first of them. */
export function tellUnread(path: string, odd: readonly string[], lack: Lack): void {
  const [first] = odd;
  if (first !== undefined) lack(`${String(odd.length)} of ${path} could not be read (${first}).`);
}

/** What was read of something; null when the node no longer holds it, though it was in a list a moment ago. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (answeredStatus(error) === 404) return null;
    throw error;
  }
}

/**
 * Reads more of each of a list, in its order, as many at once as the node stands. What the node no longer holds, though it
 * was in the list a moment ago, is left out and named, and so is what cannot be read. Where it holds none of several, it is the route that it lacks: what it
 * answered is thrown.
 *
 * @param read resolves with null for what is gone where the node's answer says so otherwise than by a 404
 */
export async function readEach<T, R>(
  items: readonly T[],
  nameOf: (item: T) => string,
  read: (item: T) => Promise<R | null>,
  lack: Lack,
): Promise<readonly R[]> {
  const refusals: unknown[] = [];
  const odd = new Map<T, string>();
  const found = await inParallel(items, LISTS_AT_ONCE, (item) =>
    unlessGone(
      read(item).catch((error: unknown) => {
        const why = whyUnreadable(error);
        if (why !== null) {
          odd.set(item, why);
          return null;
        }
        refusals.push(error);
        throw error;
      }),
    ),
  );
  if (items.length > 1 && refusals.length === items.length) throw refusals[0];
  for (const [item, why] of odd) lack(`"${nameOf(item)}" could not be read: ${why}.`);
  const gone = items
    .filter((item, index) => found[index] === null && !odd.has(item))
    .map((item) => `"${nameOf(item)}"`);
  if (gone.length > 0) lack(`Deleted while the node was read, and left out: ${gone.join(', ')}. Pull again.`);
  return found.flatMap((one) => one ?? []);
}

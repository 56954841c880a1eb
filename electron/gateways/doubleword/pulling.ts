import { kindPlural } from '../../../shared/fleet/kind-words.ts';
import type { Resource, ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Work } from '../adapter.ts';
import type { GatewayAnswer } from '../http/client.ts';
import { answeredStatus } from '../http/problems.ts';
import { atRoute } from './located.ts';
import { listPages } from './pages.ts';
import { createRawPages } from './raw-pages.ts';
import { readSection } from './section.ts';
import type { SectionReading } from './section.ts';
import type { Session } from './session.ts';

/** Says why something of a section is lacking. */
export type Lack = (why: string) => void;

type Query = Readonly<Record<string, string>>;

/** One pull under way: asks, keeps what came, and gathers what was read. */
export interface Pulling {
  readonly resources: readonly Resource[];
  readonly raw: ReadonlyMap<string, readonly string[]>;
  /** One answer. */
  get(path: string, query?: Query): Promise<GatewayAnswer>;
  /** The rows of a list, to its end. */
  list<T>(path: string, read: (row: JsonObject) => T, lack: Lack, query?: Query): Promise<readonly T[]>;
  /** Reads a section; what came of it is among the resources. */
  section(
    kind: ResourceKind,
    read: (lack: Lack) => Promise<readonly Resource[]>,
  ): Promise<SectionReading<Resource>>;
  /** Says how far it is, for a person. */
  tell(detail: string): void;
}

/** Begins a pull. */
export function beginPulling(session: Session, work: Work): Pulling {
  const raw = createRawPages(session.secrets);
  const resources: Resource[] = [];
  const tell = (detail: string): void => work.progress(resources.length, null, detail);
  return {
    resources,
    raw: raw.pages,
    tell,
    async get(path, query) {
      const answer = await session.get(path, query);
      raw.keep(answer);
      return answer;
    },
    async list<T>(path: string, read: (row: JsonObject) => T, lack: Lack, query?: Query) {
      const items: T[] = [];
      for await (const { rows, answer } of listPages(session, path, query, lack)) {
        // Thousands of owners have none of what is listed below each: nothing is not worth keeping.
        if (rows.length > 0) raw.keep(answer);
        items.push(...atRoute(answer, () => rows.map(read)));
      }
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

/** What was read of something; null when the node no longer holds it, though it was in a list a moment ago. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (answeredStatus(error) === 404) return null;
    throw error;
  }
}

/** Leaves out what was deleted while the node was read, and says so. */
export function withoutGone<T>(
  found: readonly { readonly name: string; readonly read: T | null }[],
  lack: Lack,
): readonly T[] {
  const gone = found.filter(({ read }) => read === null).map(({ name }) => `"${name}"`);
  if (gone.length > 0) lack(`Deleted while the node was read, and left out: ${gone.join(', ')}. Pull again.`);
  return found.flatMap(({ read }) => read ?? []);
}

import of11062 from './providers-1.106.2.json' with { type: 'json' };
import of11030 from './providers-1.103.0.json' with { type: 'json' };
import of11102 from './providers-1.110.2.json' with { type: 'json' };
import of18113 from './providers-1.81.13.json' with { type: 'json' };
import of1840 from './providers-1.84.0.json' with { type: 'json' };
import of1900 from './providers-1.90.0.json' with { type: 'json' };

/** Says which provider a bare model name stands for; null for a name that the release does not know. */
export type ProviderOf = (model: string) => string | null;

/** Names of fine-tuned models of OpenAI, whatever the cost map has (1.81.13 and 1.106.2). */
const FINE_TUNED = /ft:gpt-(?:3\.5-turbo|4)/;

const TABLES = [of18113, of1840, of1900, of11030, of11062, of11102].map(
  ({ release, providers }) =>
    [
      release,
      new Map(
        Object.entries(providers).flatMap(([provider, names]) => names.map((name) => [name, provider])),
      ),
    ] as const,
);

/**
 * The providers of a known release: LiteLLM looks a name without a provider up in the cost map that it ships, so that
 * `openai/*` covers `gpt-4o`. A name with a provider says its own.
 */
export function providersOf(release: string): ProviderOf {
  const table = new Map(TABLES).get(release);
  if (table === undefined) return () => null;
  return (model) =>
    model.includes('/') ? null : (table.get(model) ?? (FINE_TUNED.test(model) ? 'openai' : null));
}

/** The provider of each bare model name that a known release's cost map has. */
export function providerTable(release: string): ReadonlyMap<string, string> {
  return new Map(TABLES).get(release) ?? new Map();
}

/** A model name that another release's cost map gives another provider; null for none. */
export interface ProviderChange {
  readonly model: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** The bare model names whose provider differs between the cost maps of two known releases, sorted. */
export function providerChanges(before: string, after: string): readonly ProviderChange[] {
  const tables = new Map(TABLES);
  const [old, young] = [tables.get(before), tables.get(after)];
  const names = [...new Set([...(old?.keys() ?? []), ...(young?.keys() ?? [])])].sort();
  return names
    .map((model) => ({ model, before: old?.get(model) ?? null, after: young?.get(model) ?? null }))
    .filter((one) => one.before !== one.after);
}

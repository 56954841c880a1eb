import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Snapshot } from '../fleet/snapshot.ts';
import { deniedPurposes } from '../plan/doubleword/model-form.ts';

/** One price of a model, and when it held. */
export interface PastTariff {
  /** What the model was called last. */
  readonly model: string;
  /** What it was called before, oldest first: requests keep the name that they asked for. */
  readonly formerly: readonly string[];
  readonly name: string;
  /** US dollars a token, decimal text as the gateway spells it. */
  readonly inputPrice: string;
  readonly outputPrice: string;
  /** Which keys it is for; null for all. */
  readonly purpose: string | null;
  /** For batches that may take so long; null for all. */
  readonly completionWindow: string | null;
  /** Since when it held, as the gateway says; else when it was first seen. ISO time. */
  readonly from: string;
  /** When it ended; null while it holds. Between the two pulls `seen` and `until` where the gateway does not say. */
  readonly until: string | null;
  /** The last pull that saw it; null while it holds, and where `until` is exact. */
  readonly seen: string | null;
}

/** A model may get another name; its id stays. */
type Seen = Omit<PastTariff, 'until' | 'seen' | 'model' | 'formerly'> & { readonly modelId: string };

/** The models of a node at one pull. */
export interface PulledModels extends Pick<Snapshot, 'takenAt' | 'resources'> {
  /** All its models were read; else one that is not among these says nothing of its end. */
  readonly whole: boolean;
}

/** A tariff in force, and the pull that saw it last. */
interface Open {
  readonly tariff: Seen;
  readonly seenAt: string;
}

/**
 * Every tariff that the snapshots of a Doubleword node tell of. dwctl 10.13.1 lists those in force and forgets the others:
 * what it ended is known from what was pulled before. A tariff keeps its id as long as nothing of it changes, and one that
 * takes its place begins when it ended.
 *
 * @param snapshots oldest first
 */
export function tariffHistory(snapshots: readonly PulledModels[]): readonly PastTariff[] {
  const ended: (Seen & Pick<PastTariff, 'until' | 'seen'>)[] = [];
  let open = new Map<string, Open>();
  const names = new Map<string, readonly string[]>();
  for (const { takenAt, resources, whole } of snapshots) {
    const now = new Map<string, Open>();
    const there = new Set<string>();
    const told = new Set<string>();
    const denied = new Map<string, ReadonlySet<string>>();
    for (const { kind, id: modelId, name: model, observed, settings } of resources) {
      if (kind !== 'model') continue;
      there.add(modelId);
      names.set(modelId, [...(names.get(modelId) ?? []).filter((one) => one !== model), model]);
      if (!Array.isArray(observed['tariffs'])) continue;
      told.add(modelId);
      denied.set(modelId, deniedPurposes(settings['traffic_routing_rules']));
      for (const row of observed['tariffs'].filter(isJsonObject)) {
        const tariff = tariffOf(modelId, row, takenAt);
        if (row['is_active'] === false) continue;
        const id = textOr(row['id']) ?? JSON.stringify({ ...tariff, from: '' });
        // First seen stays first seen, also where the gateway tells no beginning.
        now.set(id, { tariff: open.get(id)?.tariff ?? tariff, seenAt: takenAt });
      }
    }
    const begun = [...now.values()].map(({ tariff }) => tariff);
    for (const [id, held] of open) {
      if (now.has(id)) continue;
      const { tariff, seenAt } = held;
      // A key that is not shown a model, or no prices of it, learns nothing of their end; nor does anybody of those for keys
      // that a traffic rule refuses, which are hidden as long as it does (dwctl 10.13.1).
      const isHidden = tariff.purpose !== null && (denied.get(tariff.modelId)?.has(tariff.purpose) ?? false);
      const isTold = !isHidden && (told.has(tariff.modelId) || (whole && !there.has(tariff.modelId)));
      if (!isTold) {
        now.set(id, held);
        continue;
      }
      const next = successor(tariff, begun, seenAt);
      ended.push({ ...tariff, until: next ?? takenAt, seen: next === null ? seenAt : null });
    }
    open = now;
  }
  const held = [...open.values()].map(({ tariff }) => ({ ...tariff, until: null, seen: null }));
  return [...ended, ...held]
    .map(({ modelId, ...tariff }): PastTariff => {
      const [model = '', ...formerly] = (names.get(modelId) ?? []).toReversed();
      return { model, formerly: formerly.toReversed(), ...tariff };
    })
    .toSorted(
      (a, b) =>
        compare(a.model, b.model) || compare(a.purpose ?? '', b.purpose ?? '') || compare(a.from, b.from),
    );
}

/** When the tariff that took another's place began; null where none did since it was last seen. */
function successor(gone: Seen, now: readonly Seen[], seenAt: string): string | null {
  const begun = now.filter(
    ({ modelId, purpose, completionWindow, from }) =>
      modelId === gone.modelId &&
      purpose === gone.purpose &&
      completionWindow === gone.completionWindow &&
      Date.parse(from) >= Date.parse(seenAt),
  );
  return begun.map(({ from }) => from).toSorted(compare)[0] ?? null;
}

function tariffOf(modelId: string, row: JsonObject, takenAt: string): Seen {
  return {
    modelId,
    name: textOr(row['name']) ?? '',
    inputPrice: priceText(row['input_price_per_token']),
    outputPrice: priceText(row['output_price_per_token']),
    purpose: textOr(row['api_key_purpose']),
    completionWindow: textOr(row['completion_window']),
    from: textOr(row['valid_from']) ?? takenAt,
  };
}

function priceText(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function textOr(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

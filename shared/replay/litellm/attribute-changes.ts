import type { Steps } from '../steps.ts';
import { providersOf } from './providers.ts';
import type { ReleaseRules } from './release-rules.ts';
import type { AppliedDifference, RuleDifference } from './rule-difference.ts';

/** The rules of two releases. */
export interface ReleasePair {
  readonly before: ReleaseRules;
  readonly after: ReleaseRules;
}

/** Two sides that answer some requests differently, and in what they differ. */
export interface Compared<Side> {
  readonly before: Side;
  readonly after: Side;
  readonly differences: readonly AppliedDifference<Side>[];
}

/** Where no difference alone explains it. */
export const TOGETHER: RuleDifference = {
  code: 'together',
  text: 'Several differences together.',
  changesVerdicts: true,
};

/**
 * Puts each request that one side lets through and the other refuses down to the first difference that, alone, would
 * have changed it, else to the first without which it would not have changed.
 *
 * @param places numbers of these requests
 * @param wasAllowed whether the side before lets a request through
 * @param under what something between the sides says: whether it lets a request through
 * @returns the difference for each of the places
 */
export function* attributeChanges<Side>(
  places: readonly number[],
  wasAllowed: (place: number) => boolean,
  under: (between: Side) => (place: number) => boolean,
  { before, after, differences }: Compared<Side>,
): Steps<readonly RuleDifference[]> {
  const found = new Map<number, RuleDifference>();
  for (const isAlone of [true, false])
    for (const difference of differences) {
      const open = places.filter((place) => !found.has(place));
      if (open.length === 0) break;
      yield;
      const allows = under(isAlone ? difference.apply(before, after) : difference.apply(after, before));
      for (const place of open)
        if ((allows(place) !== wasAllowed(place)) === isAlone) found.set(place, difference);
    }
  return places.map((place) => found.get(place) ?? TOGETHER);
}

/** Which provider each of these models is of in one release and in the other; nothing of those of the same. */
export function providerWords(models: readonly string[], { before, after }: ReleasePair): string {
  const [old, young] = [providersOf(before.costMap), providersOf(after.costMap)];
  const words = (provider: string | null): string =>
    provider === null ? 'of no provider' : `of ${provider}`;
  return models
    .filter((model) => old(model) !== young(model))
    .map(
      (model) =>
        `${JSON.stringify(model)} is ${words(young(model))} by the cost map of ${after.release}, and was ${words(old(model))} by that of ${before.release}.`,
    )
    .join(' ');
}

import type { Profile } from './profile.ts';

/** Names that teams and keys went by: what it is of, its id, the name, and when it was last seen (ms since 1970 UTC). */
export type SeenName = readonly ['team' | 'key', string, string, number];

/**
 * The names in the profiles of a segment, each once.
 *
 * @param lastMs when each profile was last seen
 */
export function seenNames(profiles: readonly Profile[], lastMs: Float64Array): readonly SeenName[] {
  const newest = new Map<string, SeenName>();
  for (const [index, { teamId, teamAlias, key, keyAlias }] of profiles.entries()) {
    const at = lastMs[index] ?? 0;
    for (const name of [['team', teamId, teamAlias, at] as const, ['key', key, keyAlias, at] as const]) {
      const [of, id, text] = name;
      if (text === null) continue;
      const place = JSON.stringify([of, id, text]);
      if ((newest.get(place)?.[3] ?? -1) < at) newest.set(place, [of, id, text, at]);
    }
  }
  return [...newest.values()];
}

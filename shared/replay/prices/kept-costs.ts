/**
 * Why a request keeps the cost that was logged: it costs the same by both cost maps, the node's own price covers it, one of
 * the maps has none, it cost nothing, or the log does not say what it cost.
 */
export type KeptCost = 'same' | 'own' | 'unpriced' | 'free' | 'unsaid';

const WORDS: Readonly<Record<KeptCost, string>> = {
  same: 'that cost the same by both cost maps',
  own: 'by a price of the node’s own',
  unpriced: 'without a price in a cost map',
  free: 'that cost nothing',
  unsaid: 'whose cost the log does not say',
};

/** Why requests keep the cost that was logged, with how many of each: `12 that cost nothing, 1 …`; empty for none. */
export function keptWords(kept: Readonly<Record<KeptCost, number>>): string {
  return (Object.keys(WORDS) as KeptCost[])
    .filter((reason) => kept[reason] > 0)
    .map((reason) => `${kept[reason].toLocaleString('en')} ${WORDS[reason]}`)
    .join(', ');
}

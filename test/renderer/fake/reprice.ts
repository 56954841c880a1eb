import type { PriceSource } from '../../../shared/contract/arguments.ts';
import type { RepriceView } from '../../../shared/contract/reprice-answers.ts';
import { fakeReplay } from './replay.ts';

const NONE = { requests: 0, spend: '0' };

/** A month that costs less by newer prices; one model of the gateway's own has none. */
export function fakeReprice(source: PriceSource = { type: 'release', release: '1.106.2' }): RepriceView {
  const { from, until, nodes, coverage } = fakeReplay();
  return {
    requests: 1_200_000,
    tokens: 980_000_000,
    was: '6120.5',
    wouldBe: '5480.25',
    difference: '-640.25',
    unpriced: { requests: 4118, spend: '12.75' },
    byTeam: [
      {
        id: 't-search',
        name: 'search',
        requests: 900_000,
        tokens: 700_000_000,
        was: '4000',
        wouldBe: '3300.125',
        difference: '-699.875',
        unpriced: NONE,
      },
      {
        id: 't-labs',
        name: 'labs',
        requests: 300_000,
        tokens: 280_000_000,
        was: '2120.5',
        wouldBe: '2180.125',
        difference: '59.625',
        unpriced: { requests: 4118, spend: '12.75' },
      },
    ],
    byModel: [
      {
        id: 'gpt-4o',
        name: null,
        requests: 1_200_000,
        tokens: 980_000_000,
        was: '6120.5',
        wouldBe: '5480.25',
        difference: '-640.25',
        unpriced: NONE,
      },
      {
        id: 'llama-local',
        name: null,
        requests: 0,
        tokens: 0,
        was: '0',
        wouldBe: null,
        difference: null,
        unpriced: { requests: 4118, spend: '12.75' },
      },
    ],
    unpricedModels: [
      {
        model: 'llama-local',
        served: 'hosted_vllm/llama-3.3-70b',
        provider: 'hosted_vllm',
        requests: 4118,
        spend: '12.75',
      },
    ],
    from,
    until,
    source,
    prices: source.type === 'release' ? `the cost map of ${source.release}` : 'prices.json',
    nodes: [{ node: 'prod-us', version: '1.106.3', requests: 1_204_118, ownPriced: [] }],
    unsaid: 3,
    verdicts: { denied: 0, gained: 120, spendDenied: '0' },
    left: nodes.filter(({ left }) => left !== null),
    notes: ['A request is priced by its tokens.'],
    coverage,
    problems: [],
    tookMs: 190,
  };
}

import { doublewordSampleLog } from './doubleword/sample-log.ts';
import type { DoublewordLog } from './doubleword/state.ts';
import { DOUBLEWORD_NODE, LITELLM_NODES, rowsOf, SAMPLE_MONTH } from './world/node-names.ts';
import { addTo, addTotals, noTotals, totalsOf, type NodeTotals, type Totals } from './world/totals.ts';
import { makeTraffic } from './world/traffic.ts';

/** The known totals of a sample, by node and of all together. */
export interface SampleTruth {
  readonly all: Totals;
  readonly nodes: ReadonlyMap<string, NodeTotals>;
}

/**
 * What any import of the sample's logs must add up to: requests, failures, tokens, and money in whole
 * nano-dollars. On the Doubleword node a request has no team, key or user of its own, so those are empty.
 */
export function sampleTruth(seed: number, rows: number): SampleTruth {
  const nodes = new Map<string, NodeTotals>(
    LITELLM_NODES.map((node) => [node, totalsOf(makeTraffic(node, { seed, rows }))]),
  );
  const log = doublewordSampleLog(seed, SAMPLE_MONTH, rowsOf(rows)[DOUBLEWORD_NODE]);
  nodes.set(DOUBLEWORD_NODE, doublewordTotals(log));
  const all = noTotals();
  for (const { total } of nodes.values()) addTotals(all, total);
  return { all, nodes };
}

/** Money from the ledger: probes and failures are logged, and nobody is charged for them. */
function doublewordTotals({ entries, ledger }: DoublewordLog): NodeTotals {
  const charges = new Map(
    ledger
      .filter(({ transaction_type: type }) => type === 'usage')
      .map(({ source_id, amount }) => [source_id, nanoOf(amount)]),
  );
  const byModel = new Map<string, Totals>();
  const byDay = new Map<string, Totals>();
  const total = noTotals();
  for (const entry of entries) {
    const one: Totals = {
      requests: 1,
      failures: entry.status_code >= 400 ? 1 : 0,
      promptTokens: entry.prompt_tokens,
      completionTokens: entry.completion_tokens,
      spendNano: charges.get(String(entry.id)) ?? 0,
    };
    addTotals(total, one);
    addTo(byModel, entry.model, one);
    addTo(byDay, entry.timestamp.slice(0, 10), one);
  }
  return { total, byModel, byDay, byTeam: new Map(), byKey: new Map(), byUser: new Map() };
}

/** An amount in US dollars as whole nano-dollars; the sample's prices leave nothing below them. */
function nanoOf(amount: string): number {
  const [whole = '0', decimals = ''] = amount.split('.');
  return Number(whole) * 1_000_000_000 + Number(decimals.padEnd(9, '0').slice(0, 9));
}

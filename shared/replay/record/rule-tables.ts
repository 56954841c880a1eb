import type { GatewayKind } from '../../fleet/node.ts';
import type { JsonValue } from '../../json.ts';
import { doublewordRulesOf } from '../doubleword/rules.ts';
import { providerTable } from '../litellm/providers.ts';
import { rulesOf } from '../litellm/release-rules.ts';
import { nearestPriceData } from '../prices/price-table.ts';

/** Something that is known of a release, as data. */
export interface RuleTable {
  /** What it is for. */
  readonly use: 'rules' | 'providers' | 'prices';
  readonly release: string;
  readonly data: JsonValue;
}

/** All that a replay under a known release's rules takes from tables. */
export function ruleTables(kind: GatewayKind, release: string): readonly RuleTable[] {
  switch (kind) {
    case 'litellm': {
      const rules = rulesOf(release)?.rules;
      if (rules === undefined) return [];
      const { costMap } = rules;
      const providers = Object.fromEntries(providerTable(costMap));
      return [
        { use: 'rules', release: rules.release, data: plain(rules) },
        { use: 'providers', release: costMap, data: providers },
        { use: 'prices', ...nearestPriceData(costMap) },
      ];
    }
    case 'doubleword': {
      const rules = doublewordRulesOf(release)?.rules;
      return rules === undefined ? [] : [{ use: 'rules', release: rules.release, data: plain(rules) }];
    }
  }
}

function plain(rules: object): JsonValue {
  return JSON.parse(JSON.stringify(rules)) as JsonValue;
}

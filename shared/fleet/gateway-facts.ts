import type { GatewayKind } from './node.ts';

/** What holds of every release of a kind of gateway, and makes a difference beyond its adapter. */
export interface GatewayFacts {
  /** Whom its request log names: the key and so its team, or only who paid. */
  readonly logNames: 'key' | 'payer';
  /** Whether its request log names the caller of a request that failed, too. */
  readonly logNamesFailures: boolean;
  /**
   * Whether no two requests ever have one id, or ids are the numbers of rows of a database, which begin anew with
   * another one.
   */
  readonly requestIds: 'unique' | 'serial';
  /** Whether callers pay from a balance that its ledger keeps. */
  readonly hasCredit: boolean;
  /** Whether a group of it can have a budget. */
  readonly hasTeamBudgets: boolean;
  /** Whether its own config file lists models, which can be compared with those that a node holds. */
  readonly listsModelsInFile: boolean;
}

/** LiteLLM 1.81.13 to 1.106.2; dwctl 8.94.2 to 10.13.1. */
export const GATEWAY_FACTS: Readonly<Record<GatewayKind, GatewayFacts>> = {
  litellm: {
    logNames: 'key',
    logNamesFailures: true,
    requestIds: 'unique',
    hasCredit: false,
    hasTeamBudgets: true,
    listsModelsInFile: true,
  },
  // A caller is known by what was charged, and a request that failed is not charged.
  doubleword: {
    logNames: 'payer',
    logNamesFailures: false,
    requestIds: 'serial',
    hasCredit: true,
    hasTeamBudgets: false,
    listsModelsInFile: false,
  },
};

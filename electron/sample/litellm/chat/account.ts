import { findPrice } from '../models/prices.ts';
import { ownPrices, targetOf } from '../models/view.ts';
import { float, time } from '../python.ts';
import type { Call } from '../route.ts';
import type { Deployment } from '../state.ts';
import { BLANK_CUSTOMER } from '../store/blank-rows.ts';
import { numberOf, textOf, type Row } from '../store/row.ts';
import type { Table } from '../store/table.ts';

/** A model call: who asks for what. */
export interface Asked {
  readonly model: string;
  /** Null for the master key. */
  readonly key: Row | null;
  readonly team: Row | undefined;
  readonly user: Row | undefined;
  /** Empty for none. */
  readonly endUser: string;
  readonly tags: readonly string[];
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number };
}

/** US dollars of a call. */
export function costOf(deployment: Deployment, { promptTokens, completionTokens }: Asked['usage']): number {
  const price = findPrice(targetOf(deployment))?.fields;
  const own = ownPrices(deployment.params);
  const rate = (name: string): number => numberOf(own[name]) ?? numberOf(price?.[name]) ?? 0;
  return promptTokens * rate('input_cost_per_token') + completionTokens * rate('output_cost_per_token');
}

/** Adds a call to the spend of everybody it belongs to. A refused one (null) costs nothing. */
export function account(call: Call, asked: Asked, deployment: Deployment | null): void {
  const { store, nowMs } = call;
  const cost = deployment === null ? 0 : costOf(deployment, asked.usage);
  const at = time(nowMs);
  if (asked.key !== null) {
    add(store.keys, textOf(asked.key['token']), cost, {
      last_active: at,
      total_spend: asked.key['total_spend'] ?? null,
    });
  }
  if (deployment === null) return;
  if (asked.team !== undefined) add(store.teams, textOf(asked.team['team_id']), cost, {});
  if (asked.user !== undefined) add(store.users, textOf(asked.user['user_id']), cost, {});
  if (asked.endUser !== '') {
    if (store.customers.get(asked.endUser) === undefined) {
      store.customers.add({ ...BLANK_CUSTOMER, user_id: asked.endUser });
    }
    add(store.customers, asked.endUser, cost, {});
  }
}

function add(table: Table, id: string, cost: number, more: Row): void {
  const row = table.get(id);
  if (row === undefined) return;
  const total = more['total_spend'];
  table.update(id, {
    ...more,
    spend: float((numberOf(row['spend']) ?? 0) + cost),
    ...(total === undefined ? {} : { total_spend: float((numberOf(total) ?? 0) + cost) }),
  });
}

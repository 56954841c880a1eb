import { findPrice } from '../models/prices.ts';
import type { Refusal } from '../answer.ts';
import { ownPrices, providerOf, targetOf } from '../models/view.ts';
import { byPublicName } from '../models/served.ts';
import { errorOf, errorTypeOf, logCall, type CallToLog } from '../spend/log-call.ts';
import type { Store } from '../store/store.ts';
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

/** Adds a call to the spend of everybody it belongs to, and to the log. A refused one costs nothing. */
export function account(call: Call, asked: Asked, deployment: Deployment | null, refusal?: Refusal): void {
  const { store, nowMs } = call;
  const cost = deployment === null ? 0 : costOf(deployment, asked.usage);
  const at = time(nowMs);
  if (asked.key !== null) {
    add(store.keys, textOf(asked.key['token']), cost, {
      last_active: at,
      total_spend: asked.key['total_spend'] ?? null,
    });
  }
  log(call, asked, deployment, cost, refusal);
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

function log(
  { store, nowMs, caller }: Call,
  asked: Asked,
  deployment: Deployment | null,
  spend: number,
  refusal: Refusal | undefined,
): void {
  const served =
    deployment === null
      ? refusedFacts(store, asked, refusal)
      : {
          model: targetOf(deployment),
          modelId: deployment.id,
          modelGroup: deployment.name,
          provider: providerOf(targetOf(deployment)),
          promptTokens: asked.usage.promptTokens,
          completionTokens: asked.usage.completionTokens,
          inputSpend: costOf(deployment, { ...asked.usage, completionTokens: 0 }),
          tags: [...asked.tags, ...AGENT],
        };
  logCall(store, {
    callType: 'acompletion',
    startMs: nowMs,
    keyHash: caller.keyHash,
    key: asked.key,
    userId: caller.key === null ? (caller.userId ?? '') : textOf(asked.key?.['user_id']),
    endUser: asked.endUser,
    spend,
    error: refusal === undefined ? null : errorOf(refusal),
    ...served,
  });
}

const AGENT = ['User-Agent: Python-urllib', 'User-Agent: Python-urllib/3.12'];

/**
 * What a row says of a refused call. Where the name has one deployment it names that, and no customer
 * where the team may not use it; where the router refused, the agent is among the tags (LiteLLM 1.106.2, as recorded).
 */
function refusedFacts(store: Store, asked: Asked, refusal: Refusal | undefined): Partial<CallToLog> {
  const older = store.release === '1.81.13';
  const deployments = older ? [] : (byPublicName(store).get(asked.model) ?? []);
  const [only] = deployments;
  const byTeam = refusal !== undefined && errorTypeOf(refusal) === 'team_model_access_denied';
  const tags = refusal?.answer.status === 400 && !older ? [...asked.tags, ...AGENT] : asked.tags;
  if (only === undefined || deployments.length > 1) return { model: asked.model, tags };
  return {
    model: targetOf(only),
    modelId: only.id,
    modelGroup: only.name,
    provider: providerOf(targetOf(only)),
    ...(byTeam ? { endUser: '' } : {}),
    tags,
  };
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

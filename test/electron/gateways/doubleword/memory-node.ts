import type { Session } from '../../../../electron/gateways/doubleword/session.ts';
import type { JsonObject } from '../../../../shared/json.ts';

/** A request of a made-up node, and what it cost. */
export interface MadeRequest {
  readonly id: number;
  /** Microseconds since 1970 UTC. */
  readonly startUs: number;
  readonly durationMs: number;
  /** Of how long after the end of the call the charge is dated, milliseconds; null for one that nobody pays for. */
  readonly chargedAfterMs: number | null;
  /** Decimal text, as the ledger writes it. */
  readonly amount: string;
}

/** A node without a network: its two lists, as dwctl 10.13.1 orders and cuts them. */
export interface MemoryNode {
  readonly session: Session;
  /** What was asked, route by route. */
  readonly asked: (route: '/requests' | '/transactions') => number;
  /** Most questions under way at once. */
  readonly most: () => number;
}

/** Whose all charges are. */
export const PAYER = '00000000-0000-4000-8000-0000000000aa';

/**
 * Starts one. Requests are ordered by their time alone, charges in the order in which they were written.
 *
 * @param held may grow while it is read
 * @param limit rows of a page at most
 */
export function memoryNode(
  held: () => readonly MadeRequest[],
  { limit = 101, hasMore = true }: { readonly limit?: number; readonly hasMore?: boolean } = {},
): MemoryNode {
  const counts = new Map<string, number>();
  let running = 0;
  let most = 0;

  function pageOf(rows: readonly JsonObject[], query: Query): readonly JsonObject[] {
    const skip = Number(query['skip']);
    return rows.slice(skip, skip + Math.min(limit, Number(query['limit'])));
  }

  function answer(path: string, query: Query): JsonObject {
    if (path === '/groups') return { data: [], total_count: 0 };
    if (path === '/requests') {
      const [after, before] = [
        microseconds(query['timestamp_after']),
        microseconds(query['timestamp_before']),
      ];
      const found = held()
        .filter(({ startUs }) => startUs >= after && startUs <= before)
        .toSorted((a, b) => b.startUs - a.startUs || b.id - a.id);
      return { entries: pageOf(found.map(entryOf), query) };
    }
    const [after, before] = [microseconds(query['start_date']), microseconds(query['end_date'])];
    const found = held()
      .filter((made) => made.chargedAfterMs !== null && chargedUs(made) >= after && chargedUs(made) <= before)
      .toSorted((a, b) => b.id - a.id)
      .map(chargeOf);
    const data = pageOf(found, query);
    return {
      data,
      page_start_balance: '0',
      ...(hasMore ? { has_more: Number(query['skip']) + data.length < found.length } : {}),
    };
  }

  const session: Session = {
    secrets: [],
    async get(path, query = {}) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      const body = answer(path, query);
      running -= 1;
      return {
        method: 'GET',
        path,
        query: {},
        status: 200,
        contentType: 'application/json',
        body,
        text: '',
        bytes: 1,
        ms: 1,
      };
    },
    send: refuse,
    callable: refuse,
    health: refuse,
    close: () => undefined,
  };
  return { session, asked: (route) => counts.get(route) ?? 0, most: () => most };
}

type Query = Readonly<Record<string, string | number | boolean>>;

function refuse(): Promise<never> {
  return Promise.reject(new Error('Only lists are asked for.'));
}

/** Of `2026-10-05T10:00:00.123Z`, with three decimals or six. */
function microseconds(value: Query[string] | undefined): number {
  const text = String(value);
  return Date.parse(text) * 1000 + Number(/\.\d{3}(\d{3})Z$/.exec(text)?.[1] ?? 0);
}

function timeText(us: number): string {
  const millis = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1);
  return `${millis}${String(us % 1000).padStart(3, '0')}Z`;
}

function chargedUs({ startUs, durationMs, chargedAfterMs }: MadeRequest): number {
  return startUs + (durationMs + (chargedAfterMs ?? 0)) * 1000;
}

function entryOf({ id, startUs, durationMs }: MadeRequest): JsonObject {
  return {
    id,
    timestamp: timeText(startUs),
    method: 'POST',
    uri: '/chat/completions',
    model: 'qwen3-32b',
    status_code: 200,
    duration_ms: durationMs,
    prompt_tokens: 1,
    completion_tokens: 0,
    total_tokens: 1,
    response_type: 'chat_completion',
    input_price_per_token: '0.00000029',
    output_price_per_token: '0.00000059',
  };
}

function chargeOf(made: MadeRequest): JsonObject {
  return {
    id: `charge-${String(made.id)}`,
    user_id: PAYER,
    transaction_type: 'usage',
    amount: made.amount,
    source_id: String(made.id),
    created_at: timeText(chargedUs(made)),
    service_tier: 'realtime',
  };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import { fromStandardLog, isStandardLog } from '../../../../electron/gateways/litellm/standard-log.ts';
import type { JsonObject } from '../../../../shared/json.ts';

/** What LiteLLM's own code makes of one call: the payload for the loggers, and the row of the spend log. */
interface Made {
  readonly payload: JsonObject;
  readonly row: JsonObject;
}

async function made(release: string): Promise<Readonly<Record<'ok' | 'failed', Made>>> {
  const file = join(import.meta.dirname, `../../../fixtures/spend-logs/payload-${release}.json`);
  return JSON.parse(await readFile(file, 'utf8')) as Record<'ok' | 'failed', Made>;
}

function rowOf(payload: JsonObject): JsonObject {
  const read = fromStandardLog(payload);
  if (!read.ok) throw new Error(read.reason);
  return read.row;
}

describe.each(['1.81.13', '1.106.2'])('a payload of the loggers of LiteLLM %s', (release) => {
  test.each(['ok', 'failed'] as const)('says of a call (%s) what the spend log says', async (outcome) => {
    const { payload, row } = (await made(release))[outcome];
    expect(isStandardLog(payload)).toBe(true);
    expect(isStandardLog(row)).toBe(false);
    const read = readSpendLog(rowOf(payload));
    const expected = readSpendLog({
      ...row,
      request_tags: JSON.parse(row['request_tags'] as string) as unknown,
    });
    if (!read.ok || !expected.ok) throw new Error('not read');
    expect(read.request).toEqual(expected.request);
  });

  test('holds no body of a call', async () => {
    for (const { payload } of Object.values(await made(release))) {
      expect(JSON.stringify(payload)).toContain('secret prompt');
      expect(JSON.stringify(rowOf(payload))).not.toContain('secret');
    }
  });
});

describe('a payload', () => {
  const payload = {
    id: 'a',
    startTime: 1_790_812_869.969,
    endTime: 1_790_812_870.5,
    response_cost: 0.5,
    call_type: 'x',
  };

  test('keeps its times to the microsecond, and its cost as it is spelled', () => {
    expect(
      rowOf({ ...payload, startTime: '1790812869.9691239', response_cost: '0.12345678901234567891' }),
    ).toMatchObject({
      request_id: 'a',
      startTime: '2026-10-01T00:01:09.969123Z',
      endTime: '2026-10-01T00:01:10.500000Z',
      request_duration_ms: 530,
      spend: '0.12345678901234567891',
    });
  });

  test('has an unknown cost where LiteLLM could not work it out, and zero where it is zero', () => {
    const failed = {
      ...payload,
      response_cost: 0,
      response_cost_failure_debug_info: { error_str: 'no price' },
    };
    expect(rowOf(failed)['spend']).toBeNull();
    expect(rowOf({ ...payload, response_cost: 0 })['spend']).toBe(0);
    expect(rowOf({ ...payload, response_cost: 0, response_cost_failure_debug_info: null })['spend']).toBe(0);
  });

  test('keeps fields that nobody knows, and what guardrails decided without the prompts', () => {
    const row = rowOf({
      ...payload,
      x_new: 7,
      guardrail_information: [
        { guardrail_name: 'pii', guardrail_request: 'secret', guardrail_status: 'success' },
      ],
    });
    expect(row['x_new']).toBe(7);
    expect(row['metadata']).toEqual({
      guardrail_information: [{ guardrail_name: 'pii', guardrail_status: 'success' }],
    });
  });

  test.each([
    [{ id: '' }, 'id is missing'],
    [{ startTime: 'yesterday' }, 'startTime is not a time in seconds'],
    [{ endTime: null }, 'endTime is not a time in seconds'],
  ])('that is bad is refused with the field at fault: %o', (bad, reason) => {
    expect(fromStandardLog({ ...payload, ...bad })).toEqual({ ok: false, reason });
  });
});

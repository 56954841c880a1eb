import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import { requestsCsv, requestsTsv } from '../../../shared/audit/requests-csv.ts';

const ROW: AuditRow = {
  node: 'prod-eu',
  id: 'chatcmpl-1',
  startMs: Date.parse('2026-10-20T12:59:38Z'),
  durationMs: null,
  firstTokenMs: null,
  kind: 'model',
  callType: 'acompletion',
  teamId: '',
  teamAlias: null,
  key: 'hash',
  keyAlias: null,
  user: 'u',
  endUser: '',
  model: 'gpt-4o',
  servedModel: 'openai/gpt-4o',
  provider: 'openai',
  deployment: '',
  organization: '',
  session: '',
  ok: true,
  errorCode: null,
  errorClass: null,
  errorMessage: null,
  promptTokens: 12,
  completionTokens: 3,
  cachedTokens: null,
  spendNano: 6_400_001,
  cacheHit: null,
  tags: ['a', 'b'],
  address: '',
  extra: {},
};

function parse(text: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(text, { header: true, delimiter: ',', skipEmptyLines: true })
    .data;
}

describe('requests as CSV', () => {
  it('writes what is not said as nothing, and money to the last nano-dollar', () => {
    const [row] = parse(requestsCsv([ROW, { ...ROW, spendNano: null }]));
    expect(row).toMatchObject({
      start_utc: '2026-10-20T12:59:38.000Z',
      duration_ms: '',
      spend_usd: '0.006400001',
      tags: 'a b',
      outcome: 'ok',
    });
    expect(parse(requestsCsv([{ ...ROW, spendNano: null }]))[0]?.['spend_usd']).toBe('');
  });

  it('keeps one line a request and lets no field run as a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (users) => {
        const rows = parse(requestsCsv(users.map((user) => ({ ...ROW, user: `=${user}` }))));
        expect(rows).toHaveLength(users.length);
        for (const row of rows) expect(row['user']?.startsWith("'=")).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('has the columns that are asked for, in their order', () => {
    expect(requestsCsv([{ ...ROW, ok: false }], ['spendNano', 'ok', 'startMs'])).toBe(
      'spend_usd,outcome,start_utc\r\n0.006400001,failed,2026-10-20T12:59:38.000Z\r\n',
    );
  });

  it('has tabs between its columns for the clipboard, and none of them inside a field', () => {
    const text = requestsTsv([{ ...ROW, user: 'a\tb', model: '=1' }], ['user', 'model', 'promptTokens']);
    expect(text).toBe('user\tmodel\tprompt_tokens\r\n"a\tb"\t\'=1\t12\r\n');
  });
});

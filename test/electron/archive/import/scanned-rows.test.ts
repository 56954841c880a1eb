import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { refusal } from '../../../../electron/archive/refusal.ts';
import { parseJson } from '../../../../electron/gateways/http/lossless.ts';
import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { openLineReader } from '../../../helpers/line-reader.ts';
import type { ReadLines } from '../../../helpers/line-reader.ts';
import { anyRow, anyText, lineOf, usualRow } from '../../../helpers/spend-lines.ts';
import type { Field } from '../../../helpers/spend-lines.ts';

/** What a line says to a whole parser: a request, why it is refused, or nothing where it is blank. */
function said(line: string): LoggedRequest | string | null {
  if (/^[ \t\r\n]*$/.test(line)) return null;
  let row: unknown;
  try {
    row = parseJson(line);
  } catch {
    return 'The line is not JSON; it may have been cut.';
  }
  const outcome = readSpendLog(row);
  if (!outcome.ok) return outcome.reason;
  const { request } = outcome;
  // Unknown fields are kept as JSON, which writes -0 as 0.
  const extra = JSON.parse(JSON.stringify(request.extra)) as LoggedRequest['extra'];
  return refusal(request) ?? { ...request, extra };
}

function found(read: ReadLines, line: number): LoggedRequest | string | null {
  const reason = read.refused.find((row) => row.line === line)?.reason;
  return reason ?? read.requests.get(line) ?? null;
}

function expectSame(read: ReadLines, lines: readonly string[]): void {
  for (const [index, line] of lines.entries())
    expect([line, found(read, index + 1)]).toEqual([line, said(line)]);
  expect(read.requests.size + read.refused.length).toBe(lines.filter((line) => said(line) !== null).length);
}

describe('rows that are read from their bytes', () => {
  test('say what a whole parser says of them, whatever stands in them', async () => {
    const reader = await openLineReader();
    const ends = fc.constantFrom('\n', '\r\n', '\n\n');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 12 }), ends, async (rows, end) => {
        const text = rows.join(end) + end;
        expectSame(await reader.lines(text), text.split('\n').slice(0, -1));
      }),
      { numRuns: 400 },
    );
  });

  test('need no whole parser when they are as the gateway writes them', async () => {
    const reader = await openLineReader();
    await fc.assert(
      fc.asyncProperty(fc.array(usualRow, { minLength: 1, maxLength: 12 }), async (rows) => {
        const read = await reader.lines(rows.map(lineOf).join('\n'));
        expect(read.whole).toBe(0);
        expect(read.requests.size).toBe(rows.length);
      }),
      { numRuns: 50 },
    );
  });

  const rest = `"request_id":"r1","startTime":"2026-10-01T00:00:00Z"`;
  test.each([
    `{${rest},"prompt_tokens":-0}`,
    `{${rest},"request_duration_ms":-0}`,
    `{${rest},"prompt_tokens":9007199254740991}`,
    `{${rest},"spend":9007199.254740991}`,
    `{${rest},"request_duration_ms":9007199254740991}`,
    `{${rest},"spend":0.${'1'.repeat(600)}}`,
    `{${rest},"completionStartTime":"2026-10-01T00\\u003a00:01Z"}`,
    `{${rest},"metadata":{"status":"failure"},"metadata":{"user_api_key_alias":"b"}}`,
    `{${rest},"metadata":{"a":1},"metadata":null}`,
    `{${rest},"x":1,"x":null}`,
    `{${rest},"metadata":{"x":1,"x":null}}`,
    `{${rest},"team_id":"a","team_id":null}`,
    `{${rest},"spend":1,"spend":2}`,
    `{${rest},"api_base":"a","api_base":""}`,
    `{${rest},"metadata":"{\\"x\\":0.12345678901234567890}"}`,
    `{${rest},"metadata":{"x":0.12345678901234567890}}`,
    `{${rest},"metadata":{"usage_object":"{\\"prompt_tokens_details\\":{\\"cached_tokens\\":3}}"}}`,
    `{${rest},"model":"a\\q"}`,
    `{${rest},"end_user":"a\\q"}`,
    `{${rest},"x":"a\\q"}`,
    `{${rest},"x":[1,]}`,
    `{${rest},"request_tags":[,]}`,
    `{${rest},"metadata":{"x":nul}}`,
    `{${rest},"requester_ip_address":"a\\q"}`,
    `{"request_id":"a\\q","startTime":"2026-10-01T00:00:00Z"}`,
    `{"request_id":"\\ud800","startTime":"2026-10-01T00:00:00Z"}`,
    `\ufeff{${rest}}`,
    `{${rest},}`,
    `{${rest}}}`,
    `[{${rest}}]`,
  ])('say what a whole parser says: %s', async (line) => {
    const reader = await openLineReader();
    expectSame(await reader.lines(`${line}\n`), [line]);
  });

  test('an id with a backslash is not taken for one with an escape', async () => {
    const reader = await openLineReader();
    const ids = ['x\\n00112233', 'x\n00112233'];
    const lines = ids.map((id) => JSON.stringify({ request_id: id, startTime: '2026-10-01T00:00:00Z' }));
    expectSame(await reader.lines(lines.join('\n')), lines);
  });

  test('a line that was cut anywhere is refused', async () => {
    const reader = await openLineReader();
    await fc.assert(
      fc.asyncProperty(anyRow, fc.double({ min: 0, max: 1, noNaN: true }), async (row, part) => {
        const bytes = Buffer.from(row.trim());
        const cut = bytes.subarray(0, Math.floor(part * (bytes.length - 1)));
        const read = await reader.lines(Buffer.concat([cut, Buffer.from('\n')]));
        expect(read.requests.size).toBe(0);
        expect(read.refused.length).toBe(cut.length === 0 ? 0 : 1);
      }),
      { numRuns: 300 },
    );
  });

  // Within values that are passed over (bodies of calls, unknown numbers of tokens) not every byte is looked at; these
  // rows have none.
  test('a line with any byte changed says what a whole parser says, where nothing is passed over', async () => {
    const reader = await openLineReader();
    const passed = new Set(['messages', 'metadata']);
    const extra = fc.array(fc.tuple(fc.constantFrom('user', 'x_field', 'end_user', 'request_id'), anyText), {
      maxLength: 2,
    });
    const changed = fc.record({
      usual: usualRow,
      extra,
      changes: fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 3,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 1, maxLength: 8 }), async (rows) => {
        const lines = rows.map(({ usual, extra: more, changes }) => {
          const fields: readonly Field[] = [...usual.filter(([name]) => !passed.has(name)), ...more];
          const bytes = Buffer.from(lineOf(fields));
          for (const [at, byte] of changes) if (byte !== 10) bytes[at % bytes.length] = byte;
          return bytes;
        });
        const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
        expectSame(
          await reader.lines(text),
          lines.map((line) => line.toString('utf8')),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('bytes that are no log at all are refused line by line', async () => {
    const reader = await openLineReader();
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.constantFrom(...Buffer.from('{}[]":,\\u0123abne- \n\r\t').values()), { maxLength: 300 })
        .map((bytes) => Uint8Array.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const read = await reader.lines(bytes);
        const lines: string[] = [];
        for (let from = 0; from < bytes.length;) {
          const end = bytes.indexOf(10, from);
          const until = end < 0 ? bytes.length : end;
          lines.push(Buffer.from(bytes.subarray(from, until)).toString('utf8'));
          from = until + 1;
        }
        expectSame(read, lines);
      }),
      { numRuns: 300 },
    );
  });
});

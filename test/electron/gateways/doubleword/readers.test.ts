import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { doublewordReaders } from '../../../../electron/gateways/doubleword/readers.ts';
import { redactJson } from '../../../../electron/gateways/http/redact.ts';
import type { Answer, Reading } from '../../../../electron/gateways/reader.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { recording } from '../../sample/doubleword/recordings.ts';

const FOLDER = new URL('../../../fixtures/gateways/doubleword/recorded/', import.meta.url);

/** The recorded answers of routes that hold rows or facts: JSON, and successful. */
const READABLE = readdirSync(FOLDER)
  .map((file) => file.replace('.json', ''))
  .filter((name) => {
    const { request, response } = recording(name);
    if (request === undefined || response === undefined) return false;
    const json = response.headers['content-type'] === 'application/json';
    return (
      json &&
      response.status < 300 &&
      request.path.startsWith('/admin/api/v1/') &&
      request.method !== 'DELETE'
    );
  });

function answerOf(name: string): Answer {
  const { request, response } = recording(name);
  return {
    method: request.method,
    path: request.path,
    query: {},
    status: response.status,
    contentType: 'application/json',
    body: response.body as JsonValue,
  };
}

function read(answer: Answer): Reading {
  const readers = doublewordReaders.filter((reader) => reader.match(answer.method, answer.path));
  expect(readers).toHaveLength(1);
  const [reader] = readers;
  if (reader === undefined) throw new Error('no reader');
  return reader.read(answer);
}

/** Every text, number and flag in a value, as text. */
function leaves(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return value === null ? [] : [typeof value === 'string' ? value : JSON.stringify(value)];
}

/** Rows of a list, 1 for a single thing. */
function rowCount(body: JsonValue): number {
  if (Array.isArray(body)) return body.length;
  const { data, entries } = body as { data?: unknown[]; entries?: unknown[] };
  return (data ?? entries)?.length ?? 1;
}

describe('the readers of Doubleword’s answers', () => {
  it('finds recordings to read', () => {
    expect(READABLE.length).toBeGreaterThan(60);
  });

  it.each(READABLE)('reads %s with nothing refused', (name) => {
    const answer = answerOf(name);
    const { items, refused, facts } = read(answer);
    expect(refused).toEqual([]);
    const whole = JSON.stringify(facts) === JSON.stringify(redactJson(answer.body));
    const kept = Array.isArray(facts['rows']) ? facts['rows'].length : 0;
    expect(whole || items.length + kept === rowCount(answer.body)).toBe(true);
  });

  it.each([
    'groups-list',
    'users-list-include-groups-billing',
    'models-list-default',
    'apikeys-list',
    'endpoints-list',
    'probes-list',
    'organizations-list',
  ])('keeps every field of the rows of %s, and one it never saw', (name) => {
    const answer = answerOf(name);
    const rows = (
      Array.isArray(answer.body) ? answer.body : (answer.body as { data: object[] }).data
    ) as object[];
    for (const row of rows) Object.assign(row, { brand_new: { field: 'kept-as-it-came' } });
    for (const item of read(answer).items) {
      const resource = 'resource' in item ? item.resource : null;
      expect(resource?.settings['brand_new']).toEqual({ field: 'kept-as-it-came' });
      const kept = leaves(resource).join('\n');
      const lost = leaves(item.source).filter((leaf) => leaf !== 'StandardUser' && !kept.includes(leaf));
      expect(lost).toEqual([]);
    }
  });

  it('hides the secret of a key that was just made', () => {
    const reading = read(answerOf('apikeys-create-for-user'));
    const [item] = reading.items;
    expect(JSON.stringify(recording('apikeys-create-for-user').response.body)).toContain('sk-madeup');
    expect(
      JSON.stringify([item !== undefined && 'resource' in item ? item.resource : null, reading.facts]),
    ).not.toContain('sk-madeup');
  });

  it('refuses a row without its id and keeps the others', () => {
    const answer = answerOf('groups-list');
    const body = answer.body as { data: readonly object[] };
    const data = [{ name: 'no id' }, ...body.data, 'nothing'] as JsonValue[];
    const { items, refused } = read({ ...answer, body: { ...body, data } });
    expect(items).toHaveLength(body.data.length);
    expect(refused.map(({ where }) => where)).toEqual(['row 1', `row ${body.data.length + 2}`]);
  });

  it('says when a body is of no known shape', () => {
    expect(() => read({ ...answerOf('groups-list'), body: 'hello' })).toThrow(/does not hold groups/);
  });
});

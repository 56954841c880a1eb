import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpendLog } from '../../../../electron/sample/litellm/spend-log.ts';
import { sampleTruth } from '../../../../electron/sample/truth.ts';
import { makeSampleNode } from '../../../../electron/sample/world.ts';
import { HOLE, LEAK, shareOut } from '../../../../electron/sample/world/calendar.ts';
import { MONTH_END_MS, MONTH_START_MS, rowsOf } from '../../../../electron/sample/world/node-names.ts';
import { DELETED_MS, RENAMED_MS } from '../../../../electron/sample/world/team-list.ts';
import { noTotals, type Totals } from '../../../../electron/sample/world/totals.ts';

const SIZE = { seed: 7, rows: 6000 };

interface Row {
  readonly request_id: string;
  readonly startTime: string;
  readonly call_type: string;
  readonly spend: number | null;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly status: string;
  readonly team_id: string;
  readonly model: string;
  readonly model_group: string;
  readonly cache_hit: string;
  readonly requester_ip_address: string;
  readonly metadata: {
    readonly user_api_key_alias: string | null;
    readonly user_api_key_team_alias: string | null;
    readonly error_information: { readonly error_code: string } | null;
  };
}

function rowsIn(log: SpendLog): readonly Row[] {
  return Array.from({ length: log.size }, (_, index) => JSON.parse(log.row(index)) as Row);
}

const eu = makeSampleNode('prod-eu', SIZE);
const us = makeSampleNode('prod-us', SIZE);
const euRows = rowsIn(eu.log);
const usRows = rowsIn(us.log);

function add(by: Map<string, Totals>, name: string, row: Row): void {
  const totals = by.get(name) ?? noTotals();
  by.set(name, totals);
  totals.requests += 1;
  totals.failures += row.status === 'failure' ? 1 : 0;
  totals.promptTokens += row.prompt_tokens;
  totals.completionTokens += row.completion_tokens;
  // Each row is rounded to the nano-dollar before anything is added up.
  totals.spendNano += Math.round((row.spend ?? 0) * 1e9);
}

describe('the month of a node', () => {
  it('is the same to the byte when made again, and another for another seed or node', () => {
    const digest = (log: SpendLog): string => {
      const hash = createHash('sha256');
      for (let index = 0; index < log.size; index += 1) hash.update(log.row(index));
      return hash.digest('hex');
    };
    expect(digest(makeSampleNode('prod-eu', SIZE).log)).toBe(digest(eu.log));
    expect(digest(makeSampleNode('prod-eu', { ...SIZE, seed: 8 }).log)).not.toBe(digest(eu.log));
    expect(digest(us.log)).not.toBe(digest(eu.log));
  });

  it('has rows that add up to the known totals, by team, model and day', () => {
    const truth = sampleTruth(SIZE.seed, SIZE.rows);
    for (const [node, rows] of [
      ['prod-eu', euRows],
      ['prod-us', usRows],
    ] as const) {
      const byTeam = new Map<string, Totals>();
      const byModel = new Map<string, Totals>();
      const byDay = new Map<string, Totals>();
      for (const row of rows) {
        add(byTeam, row.team_id, row);
        add(byModel, row.model_group || row.model, row);
        add(byDay, row.startTime.slice(0, 10), row);
      }
      const known = truth.nodes.get(node);
      expect(Object.fromEntries(byTeam)).toEqual(Object.fromEntries(known?.byTeam ?? []));
      expect(Object.fromEntries(byModel)).toEqual(Object.fromEntries(known?.byModel ?? []));
      expect(Object.fromEntries(byDay)).toEqual(Object.fromEntries(known?.byDay ?? []));
    }
    expect(truth.all.requests).toBe(SIZE.rows);
  });

  it('lies in October, in order, with an id of its own for each row', () => {
    for (const rows of [euRows, usRows]) {
      const times = rows.map(({ startTime }) => Date.parse(startTime));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(MONTH_START_MS);
      expect(Math.max(...times)).toBeLessThan(MONTH_END_MS);
      expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(rows.length);
    }
  });

  it('shares the rows out over the nodes without losing one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (rows) => {
        const parts = rowsOf(rows);
        expect(parts['prod-eu'] + parts['prod-us'] + parts.batch).toBe(rows);
        expect(Math.min(...Object.values(parts))).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('shares requests out over hours so that the parts add up and empty hours stay empty', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), weights, (count, given) => {
        fc.pre(given.some((weight) => weight > 0));
        const parts = shareOut(count, given);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
        for (const [index, part] of parts.entries()) {
          if (given[index] === 0) expect(part).toBe(0);
        }
      }),
    );
  });
});

describe('what is planted in the month', () => {
  const names = (rows: readonly Row[], team: string): ReadonlySet<string | null> =>
    new Set(
      rows.filter((row) => row.team_id === team).map(({ metadata }) => metadata.user_api_key_team_alias),
    );

  it('a team renamed on the way', () => {
    expect(names(euRows, 'team-growth')).toEqual(new Set(['marketing', 'growth']));
    for (const row of euRows.filter(({ team_id }) => team_id === 'team-growth')) {
      const before = Date.parse(row.startTime) < RENAMED_MS;
      expect(row.metadata.user_api_key_team_alias).toBe(before ? 'marketing' : 'growth');
    }
  });

  it('a deleted team that keeps its id and loses its name', () => {
    expect(names(euRows, 'team-hackathon')).toEqual(new Set(['hackathon', null]));
    const late = euRows.filter(
      (row) => row.team_id === 'team-hackathon' && Date.parse(row.startTime) >= DELETED_MS,
    );
    expect(late.length).toBeGreaterThan(0);
    expect(eu.state.teams.some(({ id }) => id === 'team-hackathon')).toBe(false);
  });

  it('failures of three kinds, some without a spend, and refused management calls without a model', () => {
    const failed = euRows.filter(({ status }) => status === 'failure');
    const codes = new Set(failed.map(({ metadata }) => metadata.error_information?.error_code));
    expect(codes).toEqual(new Set(['403', '429', '500', '401']));
    expect(failed.some(({ spend }) => spend === null)).toBe(true);
    expect(failed.some(({ spend }) => spend === 0)).toBe(true);
    const management = failed.filter(({ call_type }) => call_type.startsWith('/'));
    expect(management.length).toBeGreaterThan(0);
    expect(new Set(management.map(({ model, team_id }) => model + team_id))).toEqual(new Set(['']));
  });

  it('requests without a team, and cache hits that cost nothing', () => {
    expect(euRows.some((row) => row.team_id === '' && row.call_type === 'acompletion')).toBe(true);
    const hits = euRows.filter(({ cache_hit }) => cache_hit === 'True');
    expect(hits.length).toBeGreaterThan(0);
    expect(new Set(hits.map(({ spend }) => spend))).toEqual(new Set([0]));
  });

  it('a burst of the leaked key from one outside address, in the night of 20 October', () => {
    const abused = euRows.filter(({ requester_ip_address }) => requester_ip_address === '203.0.113.77');
    expect(abused.length).toBeGreaterThan(50);
    for (const row of abused) {
      expect(row.metadata.user_api_key_alias).toBe('support-bots-notebook');
      expect(Date.parse(row.startTime)).toBeGreaterThanOrEqual(LEAK.fromMs);
      expect(Date.parse(row.startTime)).toBeLessThan(LEAK.untilMs);
    }
  });

  it('a hole of two hours on one node only', () => {
    const inHole = ({ startTime }: Row): boolean =>
      Date.parse(startTime) >= HOLE.fromMs && Date.parse(startTime) < HOLE.untilMs;
    expect(usRows.filter(inHole)).toEqual([]);
    expect(euRows.filter(inHole).length).toBeGreaterThan(0);
  });

  it('more work by day than at night, and on weekdays than at weekends', () => {
    const count = (keep: (when: Date) => boolean): number =>
      euRows.filter(({ startTime }) => keep(new Date(startTime))).length;
    expect(count((when) => when.getUTCHours() === 10)).toBeGreaterThan(
      2 * count((when) => when.getUTCHours() === 22),
    );
    expect(count((when) => when.getUTCDay() === 3)).toBeGreaterThan(
      2 * count((when) => when.getUTCDay() === 0),
    );
  });

  it('spends that floats spell long and that round to a nano-dollar', () => {
    const texts = Array.from(
      { length: eu.log.size },
      (_, index) => /"spend":([^,]+)/.exec(eu.log.row(index))?.[1],
    );
    expect(texts.some((text) => (text ?? '').length >= 18)).toBe(true);
    for (const [index, row] of euRows.entries()) {
      const nano = (row.spend ?? 0) * 1e9;
      expect(Math.abs(nano - Math.round(nano)), `row ${index}`).toBeLessThan(1e-3);
    }
  });
});

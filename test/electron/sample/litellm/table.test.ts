import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { time, timeOf } from '../../../../electron/sample/litellm/python.ts';
import { textOf, type Row } from '../../../../electron/sample/litellm/store/row.ts';
import { createTable, onColumn } from '../../../../electron/sample/litellm/store/table.ts';

type Step =
  | { readonly does: 'add'; readonly id: number; readonly team: number; readonly ms: number }
  | { readonly does: 'move'; readonly id: number; readonly team: number }
  | { readonly does: 'remove'; readonly id: number }
  | { readonly does: 'read' };

const small = fc.integer({ min: 0, max: 6 });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      does: fc.constant('add' as const),
      id: small,
      team: small,
      ms: fc.integer({ min: 0, max: 20 }),
    }),
    fc.record({ does: fc.constant('move' as const), id: small, team: small }),
    fc.record({ does: fc.constant('remove' as const), id: small }),
    fc.record({ does: fc.constant('read' as const) }),
  ),
  { maxLength: 60 },
);

const ids = (rows: readonly Row[]): readonly string[] => rows.map((row) => textOf(row['id'])).toSorted();
const times = (rows: readonly Row[]): readonly (number | null)[] =>
  rows.map((row) => timeOf(row['created_at']));

describe('a table', () => {
  it('finds what a plain list would find, in the order of its making, whatever was done to it', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const table = createTable('id', { team: onColumn('team') });
        const plain = new Map<string, Row>();
        for (const step of all) {
          if (step.does === 'read') table.by('team', '1');
          else if (step.does === 'remove') {
            table.remove(String(step.id));
            plain.delete(String(step.id));
          } else if (step.does === 'move') {
            const before = plain.get(String(step.id));
            table.update(String(step.id), { team: String(step.team) });
            if (before !== undefined) plain.set(String(step.id), { ...before, team: String(step.team) });
          } else {
            const row = { id: String(step.id), team: String(step.team), created_at: time(step.ms) };
            table.add(row);
            plain.set(row.id, row);
          }
        }
        const rows = [...plain.values()];
        expect(table.size()).toBe(rows.length);
        expect(ids(table.all())).toEqual(ids(rows));
        expect(times(table.all())).toEqual(times(rows).toSorted((a, b) => (a ?? 0) - (b ?? 0)));
        expect(ids([...table.newest(1, 4), ...table.newest(2, 4)])).toEqual(ids(rows));
        for (let team = 0; team <= 6; team += 1) {
          const own = rows.filter((row) => row['team'] === String(team));
          const told = table.by('team', String(team));
          expect(ids(told)).toEqual(ids(own));
          expect(times(told)).toEqual(times(told).toSorted((a, b) => (a ?? 0) - (b ?? 0)));
          expect(table.count('team', String(team))).toBe(own.length);
        }
      }),
    );
  });
});

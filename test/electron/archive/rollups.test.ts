import fc from 'fast-check';
import { expect, test } from 'vitest';

import { newestNames } from '../../../electron/archive/names.ts';
import { rollupsHold } from '../../../electron/archive/rollups.ts';
import { openWriter } from '../../../electron/archive/segment-writer.ts';
import { loadSqlite, select } from '../../../electron/archive/sqlite.ts';
import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';
import { anyRequest, makeRequest } from '../../helpers/requests.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const steps = fc.array(
  fc.oneof(
    fc.record({ request: anyRequest, id: fc.constantFrom(...ids) }),
    fc.record({ remove: fc.constantFrom(...ids) }),
    fc.constant('save' as const),
  ),
  { maxLength: 30 },
);

test('roll-ups and names say what the rows say, whatever was added, changed, removed and saved', async () => {
  const sqlite = await loadSqlite();
  fc.assert(
    fc.property(steps, (all) => {
      const expected = new Map<string, LoggedRequest>();
      let writer = openWriter(sqlite);
      for (const step of all) {
        if (step === 'save') writer = openWriter(sqlite, writer.finish().image);
        else if ('remove' in step) {
          expect(writer.remove(step.remove)).toBe(expected.delete(step.remove));
        } else {
          const request = { ...step.request, id: step.id };
          writer.add(request);
          expected.set(step.id, request);
        }
      }
      const { image, facts } = writer.finish();
      const database = sqlite.open(image);
      try {
        expect(rollupsHold(database)).toBe(true);
        expect(facts.requests).toBe(expected.size);
        expect(new Map([...newestNames(database, 'team')].map(([id, { name }]) => [id, name]))).toEqual(
          newestOf([...expected.values()]),
        );
        const [sums] = select(database, 'SELECT sum(requests), sum(spend_nano) FROM rollup');
        const spend = [...expected.values()].reduce((sum, { spendNano }) => sum + (spendNano ?? 0), 0);
        expect([sums?.[0] ?? 0, sums?.[1] ?? 0]).toEqual([expected.size, spend]);
      } finally {
        database.close();
      }
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('roll-ups that differ from the rows are noticed', async () => {
  const sqlite = await loadSqlite();
  const writer = openWriter(sqlite);
  writer.add(makeRequest());
  const { image } = writer.finish();
  for (const change of [
    'UPDATE rollup SET spend_nano = spend_nano + 1',
    'DELETE FROM rollup',
    'UPDATE request SET completion_tokens = 0',
    'INSERT INTO rollup SELECT hour + 1, team, model, key, user, ok, 0, 0, 0, 0 FROM rollup',
  ]) {
    const database = sqlite.open(new Uint8Array(image));
    expect(rollupsHold(database)).toBe(true);
    database.run(change);
    expect(rollupsHold(database)).toBe(false);
    database.close();
  }
});

function newestOf(requests: readonly LoggedRequest[]): ReadonlyMap<string, string> {
  const named = requests.filter(({ teamAlias }) => teamAlias !== null);
  const sorted = named.sort(
    (a, b) => a.startMs - b.startMs || ((a.teamAlias ?? '') < (b.teamAlias ?? '') ? -1 : 1),
  );
  return new Map(sorted.map(({ teamId, teamAlias }) => [teamId, teamAlias ?? '']));
}

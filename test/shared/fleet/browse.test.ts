import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { browse, browseCsv, rowOf } from '../../../shared/fleet/browse.ts';
import { BROWSE_COLUMNS } from '../../../shared/fleet/browse-columns.ts';
import { indexResources } from '../../../shared/fleet/resource-index.ts';
import { RESOURCE_KINDS, type Resource } from '../../../shared/fleet/snapshot.ts';
import { fakeResources } from '../../renderer/fake/resources.ts';

const index = indexResources(fakeResources());
const names = (kind: Resource['kind'], query: object = {}) =>
  browse(index, { kind, ...query }).found.map(({ name }) => name);

describe('looking through what a node held', () => {
  it('finds a key by its own name, its team, its user and its models', () => {
    expect(names('key', { text: 'prod-17' })).toEqual(['search-prod-17']);
    expect(names('key', { text: 'FRAUD' })).toHaveLength(5);
    expect(names('key', { text: 'person-3@' }).length).toBeGreaterThan(0);
    expect(names('key', { text: 'sonnet fraud' }).every((name) => name.startsWith('fraud'))).toBe(true);
  });

  it('finds a name however its accents are composed', () => {
    expect(names('team', { text: 'café'.normalize('NFD') })).toEqual(['café-kiosk']);
  });

  it('narrows every kind to what belongs to a team', () => {
    const { found, counts } = browse(index, { kind: 'key', team: 't-05' });
    expect(found.every(({ fields }) => fields['team'] === 't-05')).toBe(true);
    expect(counts).toMatchObject({ team: 1, user: 2, key: 5 });
  });

  it('narrows to what the config file owns', () => {
    expect(browse(index, { kind: 'model', owner: 'file' }).counts).toMatchObject({
      model: 3,
      team: 0,
      setting: 1,
    });
  });

  it('orders amounts by size and puts what has none last, in both directions', () => {
    const cells = (descending: boolean) =>
      browse(index, { kind: 'team', sort: 'budget', descending }).found.map(
        (team) => rowOf(team, index).cells['budget'],
      );
    expect(cells(false)).toEqual(['100', '200', '400', '500', '700', '800', null, null]);
    expect(cells(true)).toEqual(['800', '700', '500', '400', '200', '100', null, null]);
  });

  it('shows a key with its team and user by name', () => {
    const [key] = browse(index, { kind: 'key', text: 'payments-prod-0' }).found;
    expect(key && rowOf(key, index).cells).toMatchObject({
      team: 'payments',
      user: 'person-1@example.com',
      models: 'all models',
      budget: '25',
      period: '30d',
      spent: '0',
      expires: '2027-01-01T00:00:00.000Z',
    });
  });

  it('counts a team’s members and keys', () => {
    const [team] = browse(index, { kind: 'team', text: 'payments' }).found;
    expect(team && rowOf(team, index).cells).toMatchObject({ members: 2, keys: 6, state: null });
  });

  it('writes CSV of all that match, with the id', () => {
    const { found } = browse(index, { kind: 'budget' });
    expect(browseCsv(found, index, 'budget')).toBe(
      'name,budget,period,requestsPerMinute,tokensPerMinute,uses,owner,id\r\nsmall,25,30d,,,7,database,small\r\n',
    );
  });

  it('has columns for every kind, the name first, no two alike', () => {
    for (const kind of RESOURCE_KINDS) {
      const ids = BROWSE_COLUMNS[kind].map(({ id }) => id);
      expect(ids[0]).toBe('name');
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('never loses or invents a resource, whatever is sorted by', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RESOURCE_KINDS),
        fc.string({ maxLength: 3 }),
        fc.boolean(),
        fc.nat(9),
        (kind, text, descending, column) => {
          const sort = BROWSE_COLUMNS[kind][column % BROWSE_COLUMNS[kind].length]?.id;
          const { found, counts } = browse(index, { kind, text, sort, descending });
          const ids = found.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(found.length).toBe(counts[kind] ?? 0);
          expect(found.every((one) => one.kind === kind)).toBe(true);
        },
      ),
    );
  });

  it('takes whatever a gateway may hold without failing', () => {
    const json = fc.jsonValue();
    const fields = fc.dictionary(
      fc.constantFrom(
        'models',
        'members',
        'team',
        'user',
        'budget',
        'value',
        'teams',
        'target',
        'blocked',
        'x',
      ),
      json,
    );
    const resource = fc.record({
      kind: fc.constantFrom(...RESOURCE_KINDS),
      id: fc.string(),
      name: fc.string(),
      owner: fc.constantFrom('file', 'database', 'server'),
      fields,
      settings: fc.dictionary(fc.constantFrom('team_id', 'expires', 'budget_id', 'model_info'), json),
      observed: fc.dictionary(fc.constantFrom('spend', 'expires'), json),
    });
    fc.assert(
      fc.property(fc.array(resource, { maxLength: 8 }), (resources) => {
        const made = indexResources(resources as Resource[]);
        for (const kind of RESOURCE_KINDS) {
          const { found } = browse(made, { kind, sort: 'budget' });
          for (const one of found) {
            for (const cell of Object.values(rowOf(one, made).cells)) {
              expect(cell === null || typeof cell === 'string' || typeof cell === 'number').toBe(true);
            }
          }
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import { readResourceFile } from '../../../shared/wanted/resource-file.ts';
import { renderResourceFile } from '../../../shared/wanted/render-resource-file.ts';

const kinds = fc.constantFrom('team', 'key', 'user', 'tag', 'customer', 'budget');
const held: fc.Arbitrary<Resource> = fc
  .record({
    kind: kinds,
    id: fc.uuid(),
    name: fc.string({ minLength: 1, maxLength: 12 }),
    rpm: fc.option(fc.nat()),
    note: fc.option(fc.string({ maxLength: 20 })),
  })
  .map(({ kind, id, name, rpm, note }): Resource => ({
    kind,
    id,
    name,
    owner: 'database',
    fields: kind === 'tag' ? { models: ['*'] } : { requestsPerMinute: rpm },
    settings: note === null || note === '***' ? {} : { description: note, nested: { deep: [1, note] } },
    observed: { spend: 1 },
  }));

describe('the resource file of what a node holds', () => {
  it('wants just that: read again it differs in nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(held, { selector: ({ kind, name }) => `${kind} ${name}` }), (state) => {
        const { resources, findings } = readResourceFile(renderResourceFile(state));
        expect(findings.filter(({ severity }) => severity === 'critical')).toEqual([]);
        expect(compareStates(state, resources ?? [], { mode: 'named' }).changes).toEqual([]);
        expect(resources).toHaveLength(state.length);
      }),
    );
  });

  it('leaves out what cannot be written and what is hidden, and tells namesakes apart by their ids', () => {
    const base = { owner: 'database', fields: {}, settings: {}, observed: {} } as const;
    const text = renderResourceFile([
      { ...base, kind: 'team', id: 't1', name: 'a', settings: { metadata: { token: '***', color: 'red' } } },
      { ...base, kind: 'team', id: 't2', name: 'a' },
      { ...base, kind: 'model', id: 'm', name: 'm', owner: 'file' },
      { ...base, kind: 'status', id: 's', name: 'licence', owner: 'server' },
    ]);
    expect(text).not.toContain('***');
    expect(text).not.toMatch(/licence|models:/);
    expect(
      readResourceFile(text)
        .resources?.map(({ id }) => id)
        .sort(),
    ).toEqual(['t1', 't2']);
  });
});

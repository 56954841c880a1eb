import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../shared/plan/compare-states.ts';
import { secretNames } from '../../../shared/plan/secret-references.ts';
import { readResourceFile } from '../../../shared/wanted/resource-file.ts';
import { renderResourceFile } from '../../../shared/wanted/render-resource-file.ts';

const kinds = fc.constantFrom('team', 'key', 'user', 'tag', 'customer', 'budget');
const held: fc.Arbitrary<Resource> = fc
  .record({
    kind: kinds,
    id: fc.uuid(),
    // A gateway may let a name be empty.
    name: fc.string({ maxLength: 12 }),
    rpm: fc.option(fc.nat()),
    note: fc.option(
      fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('${X}', '$${X}', '$$${LONG_NAME}', '${x y}')),
    ),
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

const TEAM: Resource = {
  kind: 'team',
  id: 't',
  name: 'a',
  owner: 'database',
  fields: {},
  settings: {},
  observed: {},
};

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

  it('says what is not there, so that a role given or a limit set later is a difference', () => {
    const base = { ...TEAM, settings: {} } as const;
    const before: readonly Resource[] = [
      { ...base, kind: 'user', id: 'u', name: 'bo', fields: { roles: [] } },
      {
        ...base,
        kind: 'key',
        id: 'k',
        name: 'bo/k',
        fields: { user: 'u', budget: null, requestsPerMinute: null },
      },
      {
        ...base,
        kind: 'model',
        id: 'm',
        name: 'large',
        fields: { requestsPerMinute: null, inputPrice: null },
      },
    ];
    const after = before.map((resource): Resource => {
      if (resource.kind === 'user') return { ...resource, fields: { roles: ['PlatformManager'] } };
      return { ...resource, fields: { ...resource.fields, requestsPerMinute: 60, inputPrice: '1' } };
    });
    const { resources } = readResourceFile(renderResourceFile(before));
    const { changes } = compareStates(after, resources ?? [], { mode: 'named' });
    expect(changes.map(({ name, fields }) => [name, ...fields.map(({ path }) => path)])).toEqual([
      ['large', 'requestsPerMinute'],
      ['bo', 'roles'],
      ['bo/k', 'requestsPerMinute'],
    ]);
  });

  it('tells what has no name by its id, and a file that gives neither is told so', () => {
    const text = renderResourceFile([{ ...TEAM, name: '' }]);
    expect(readResourceFile(text).resources).toMatchObject([{ id: 't', name: '' }]);
    const { resources, findings } = readResourceFile(text.replace('    id: t\n', ''));
    expect(resources).toBeNull();
    expect(findings[0]?.rule).toBe('resources-value');
  });

  it('keeps a text that looks like a reference the text it is', () => {
    const note = '${AWS_SECRET_ACCESS_KEY}';
    const team: Resource = {
      ...TEAM,
      settings: { metadata: { note, list: [note] } },
    };
    const [read] = readResourceFile(renderResourceFile([team])).resources ?? [];
    expect(read?.settings).toEqual({ metadata: { note, list: [note] } });
    expect(secretNames(read?.settings)).toEqual([]);
  });

  it('leaves out values of which a part is hidden', () => {
    const hook = 'https://hooks.slack.com/services/‹hidden›';
    const text = renderResourceFile([
      {
        ...TEAM,
        settings: { metadata: { hook, list: [hook], '‹hidden›': 1, deep: { hook, color: 'red' } } },
      },
    ]);
    expect(text).not.toContain('‹hidden›');
    expect(readResourceFile(text).resources?.[0]?.settings).toEqual({ metadata: { deep: { color: 'red' } } });
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

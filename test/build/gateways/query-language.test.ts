import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readSchema, translate, untag } from '../../../build/gateways/query-language.mjs';

const SCHEMA = readSchema(`
// A comment with { and }
model Team {
  id       String  @id
  alias    String?
  spend    Float   @default(0.0)
  metadata Json    @default("{}")
  members  Member[]
  team     Team?   @relation(fields: [parent], references: [id])
}

model Member {
  id    String @id
  notes Json?
}
`);

function requestOf(graphql: string): unknown {
  return JSON.parse(translate(graphql, SCHEMA).request);
}

describe('the query language', () => {
  it('reads the fields of every model, past braces in defaults', () => {
    expect([...SCHEMA.keys()]).toEqual(['Team', 'Member']);
    expect(Object.fromEntries(SCHEMA.get('Team') ?? [])).toMatchObject({
      metadata: 'Json',
      members: 'Member',
    });
  });

  it('tells action and model apart, and keeps the name of the answer', () => {
    const { request, answerName } = translate('query { result: findManyTeam { id spend } }', SCHEMA);
    expect(answerName).toBe('result');
    expect(JSON.parse(request)).toEqual({
      modelName: 'Team',
      action: 'findMany',
      query: { arguments: {}, selection: { id: true, spend: true } },
    });
    expect(requestOf('query { result: findUniqueTeamOrThrow(where: {id: "a"}) { id } }')).toMatchObject({
      modelName: 'Team',
      action: 'findUniqueOrThrow',
    });
    expect(requestOf('mutation { result: queryRaw(query: "select 1", parameters: "[]") }')).toEqual({
      action: 'queryRaw',
      query: { arguments: { query: 'select 1', parameters: '[]' }, selection: {} },
    });
  });

  it('tags what goes into a Json column, also behind a relation, and nothing else', () => {
    const graphql = `mutation { result: createOneTeam(data: {
      alias: "plain", metadata: "{\\"a\\": 1}", members: { create: [{ id: "m", notes: "[]" }] }
    }) { id members(take: 5, where: { notes: { path: ["a"], equals: "1" } }) { id notes } } }`;
    expect(requestOf(graphql)).toEqual({
      modelName: 'Team',
      action: 'createOne',
      query: {
        arguments: {
          data: {
            alias: 'plain',
            metadata: { $type: 'Json', value: '{"a": 1}' },
            members: { create: [{ id: 'm', notes: { $type: 'Json', value: '[]' } }] },
          },
        },
        selection: {
          id: true,
          members: {
            arguments: { take: 5, where: { notes: { path: ['a'], equals: { $type: 'Json', value: '1' } } } },
            selection: { id: true, notes: true },
          },
        },
      },
    });
  });

  it('keeps every digit of a number', () => {
    const { request } = translate(
      'query { r: findFirstTeam(where: {spend: 9007199254740993}) { id } }',
      SCHEMA,
    );
    expect(request).toContain('9007199254740993');
  });

  it('brings any text through unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const graphql = `query { r: findManyTeam(where: {alias: ${JSON.stringify(text)}}) { id } }`;
        expect(requestOf(graphql)).toMatchObject({ query: { arguments: { where: { alias: text } } } });
      }),
    );
  });

  it('brings any list of plain values through unchanged', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value), (list) => {
        const graphql = `query { r: findManyTeam(where: {alias: {in: ${JSON.stringify(list)}}}) { id } }`;
        expect(requestOf(graphql)).toMatchObject({
          query: { arguments: { where: { alias: { in: list } } } },
        });
      }),
    );
  });

  it('says what it does not understand', () => {
    expect(() => translate('query { r: inventTeam { id } }', SCHEMA)).toThrow('unknown operation inventTeam');
    expect(() => translate('query { r: findManyTeam(where: {id: ', SCHEMA)).toThrow('expected a value');
    expect(() => translate('query { r: findManyTeam(where: §) { id } }', SCHEMA)).toThrow(
      'not understood: §',
    );
  });

  it('takes the tags off an answer', () => {
    const tagged = {
      id: 'a',
      at: { $type: 'DateTime', value: '2026-01-01' },
      list: [{ n: { $type: 'BigInt', value: '5' } }],
    };
    expect(untag(tagged)).toEqual({ id: 'a', at: '2026-01-01', list: [{ n: '5' }] });
  });
});

import { describe, expect, it } from 'vitest';

import { AUDIT_FIELDS, fieldOf, FIELD_NAMES, valueOf } from '../../../shared/audit/fields.ts';
import { makeRequest } from '../../helpers/requests.ts';

const ROW = { node: 'eu', ...makeRequest() };

describe('the fields of a request', () => {
  it('are all that a row has, but for what the archive does not know', () => {
    const { extra: _extra, ...known } = ROW;
    expect([...FIELD_NAMES].toSorted()).toEqual(Object.keys(known).toSorted());
  });

  it('each have a heading of their own in a CSV', () => {
    expect(new Set(AUDIT_FIELDS.map(({ csv }) => csv)).size).toBe(AUDIT_FIELDS.length);
    expect(fieldOf('spendNano')).toMatchObject({ name: 'spendNano', type: 'money', csv: 'spend_usd' });
  });

  it('have the type that rows give them', () => {
    const types: Readonly<Record<string, readonly string[]>> = {
      text: ['string', 'object'],
      number: ['number'],
      money: ['number'],
      time: ['number'],
      flag: ['boolean'],
    };
    const filled = { ...ROW, errorCode: '403', errorClass: 'E', errorMessage: 'm', cachedTokens: 1 };
    for (const { name, type } of AUDIT_FIELDS) {
      expect([name, types[type]]).toEqual([name, expect.arrayContaining([typeof valueOf(filled, name)])]);
    }
  });
});

import { expect, it } from 'vitest';

import { readSetting } from '../../../../electron/gateways/litellm/setting.ts';

/** A row of `/config/list` as 1.106.2 answers it. */
const row = {
  field_name: 'max_parallel_requests',
  field_type: 'Integer',
  field_value: 55,
  stored_in_db: true,
  field_default_value: null,
  source: 'db',
  editable: true,
};

it('a stored setting keeps its value while the gateway reads its settings anew', () => {
  const steady = readSetting(row);
  expect(steady).toMatchObject({ owner: 'database', fields: { value: 55 } });
  expect(readSetting({ ...row, source: 'unset' })).toMatchObject({
    owner: steady?.owner,
    fields: steady?.fields,
  });
});

it('a default that nobody stored is no value', () => {
  const unset = readSetting({ ...row, stored_in_db: null, source: 'unset' });
  expect(unset).toMatchObject({ fields: { value: null }, observed: { value_in_use: 55 } });
});

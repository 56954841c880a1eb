import { expect, it } from 'vitest';

import {
  readLitellmSetting,
  readRouterSetting,
  readSetting,
} from '../../../../electron/gateways/litellm/setting.ts';
import { hasUntoldOwner } from '../../../../shared/fleet/untold-owner.ts';

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

it('a value of the router may be of the file where the release does not say, the default too', () => {
  const older = { field_name: 'num_retries', field_value: 2, field_default: 2 };
  const told = readRouterSetting({ ...older, source: 'db' });
  expect([told?.owner, told !== null && hasUntoldOwner(told)]).toEqual(['database', false]);
  for (const value of [2, 5]) {
    const untold = readRouterSetting({ ...older, field_value: value });
    expect([untold?.owner, untold !== null && hasUntoldOwner(untold)]).toEqual(['database', true]);
  }
  const unset = readRouterSetting({ ...older, field_value: null, field_default: null });
  expect(unset !== null && hasUntoldOwner(unset)).toBe(false);
});

it('a setting of LiteLLM itself may be of the file once it is set', () => {
  expect(hasUntoldOwner(readLitellmSetting('cost_discount_config', { openai: 0.05 }))).toBe(true);
  expect(hasUntoldOwner(readLitellmSetting('cost_discount_config', {}))).toBe(false);
});

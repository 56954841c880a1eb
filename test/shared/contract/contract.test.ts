import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { CALL_NAMES, contract, type CallDefinition } from '../../../shared/contract/contract.ts';

describe('the contract', () => {
  it.each(CALL_NAMES)('%s is named area.verb and answered by one host', (name) => {
    const definition: CallDefinition<v.GenericSchema, unknown> = contract[name];
    expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/);
    expect(definition.host).toBe(name.startsWith('shell.') ? 'shell' : 'core');
  });

  it.each(CALL_NAMES)('%s refuses fields it does not know', (name) => {
    const definition: CallDefinition<v.GenericSchema, unknown> = contract[name];
    const result = v.safeParse(definition.args, { aFieldThatIsNotThere: 1 });
    expect(result.success).toBe(false);
  });

  it.each(CALL_NAMES)('%s never throws, whatever it is given', (name) => {
    const definition: CallDefinition<v.GenericSchema, unknown> = contract[name];
    fc.assert(
      fc.property(fc.anything(), (args) => {
        v.safeParse(definition.args, args);
      }),
    );
  });

  it('gives no key back: no answer is asked for by a name that reads one', () => {
    expect(CALL_NAMES.filter((name) => /key|secret/i.test(name))).toEqual([
      'fleet.setKey',
      'changes.secrets',
    ]);
  });
});

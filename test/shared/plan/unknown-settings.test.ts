import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DOUBLEWORD_KINDS } from '../../../shared/plan/doubleword/kind-rules.ts';
import { unknownSettings } from '../../../shared/plan/unknown-settings.ts';
import { ENTRY, one, plan, says, warned } from './doubleword/planning.ts';
import { node } from './doubleword/resources.ts';

const LARGE = one('model', 'large', { settings: { burst_size: 5 } });

describe('a setting that a gateway is not known to have', () => {
  it('is told by a plan, which does not refuse it, as a newer release may have it', () => {
    const made = plan([LARGE], 'version: 1\nmodels: [{ name: large, settings: { deleted: true } }]');
    expect(says(made)).toEqual(['update model large settings.deleted']);
    expect(warned(made).join('\n')).toMatch(/settings\.deleted of the model "large" is not known/);
  });

  it('is told with what may be meant', () => {
    const [found] = unknownSettings(ENTRY, one('model', 'large', { settings: { burstsize: 1 } }), []);
    expect(found?.fix).toContain('settings.burst_size');
  });

  it('is none where the node shows it on another one of the kind', () => {
    const wanted = one('model', 'small', { settings: { brand_new: 1 } });
    const held = [one('model', 'large', { settings: { brand_new: 2 } })];
    expect(unknownSettings(ENTRY, wanted, held)).toEqual([]);
    expect(unknownSettings(ENTRY, wanted, [one('key', 'a/k', { settings: { brand_new: 2 } })])).toHaveLength(
      1,
    );
  });

  it('is none of what a node holds, whatever that is', () => {
    fc.assert(
      fc.property(node, (held) => {
        for (const resource of held)
          if (DOUBLEWORD_KINDS[resource.kind] !== undefined)
            expect(unknownSettings(ENTRY, resource, [])).toEqual([]);
      }),
    );
  });
});

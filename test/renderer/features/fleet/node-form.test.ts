import { describe, expect, it } from 'vitest';

import { checkNodeForm, type NodeForm } from '../../../../renderer/features/fleet/node-form.ts';

const good: NodeForm = {
  name: 'prod-eu',
  kind: 'litellm',
  url: 'https://gateway.example',
  environment: '',
  key: 'k',
};
const errors = (more: Partial<NodeForm>) => Object.keys(checkNodeForm({ ...good, ...more }, ['batch']));

describe('checkNodeForm', () => {
  it('accepts a whole form; the environment may be left out', () => {
    expect(errors({})).toEqual([]);
    expect(errors({ environment: 'prod' })).toEqual([]);
  });

  it.each<[Partial<NodeForm>, keyof NodeForm]>([
    [{ name: '' }, 'name'],
    [{ name: 'prod eu' }, 'name'],
    [{ name: '../x' }, 'name'],
    [{ name: 'batch' }, 'name'],
    [{ url: 'gateway.example' }, 'url'],
    [{ url: 'https://user:word@gateway.example' }, 'url'],
    [{ environment: 'a b' }, 'environment'],
    [{ key: '' }, 'key'],
  ])('refuses %j', (more, field) => {
    expect(errors(more)).toEqual([field]);
  });

  it('never says the key', () => {
    const words = Object.values(checkNodeForm({ ...good, url: '', name: '', key: 'sk-secret' }, [])).join(
      ' ',
    );
    expect(words).not.toContain('sk-secret');
  });
});

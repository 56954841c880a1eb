import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openSavedViews } from '../../../electron/workspace/saved-views.ts';
import type { SavedView } from '../../../shared/audit/saved-view.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const VIEW: SavedView = {
  name: 'Dear failures',
  range: { from: '2026-10-01T00:00:00Z', until: '2026-10-02T00:00:00Z' },
  text: 'timeout: yes',
  where: [
    { field: 'ok', op: 'is', value: 'false' },
    { field: 'spendNano', op: 'atLeast', value: '0.05' },
    { field: 'promptTokens', op: 'atMost', value: 100 },
    { field: 'teamId', op: 'isEmpty' },
  ],
  columns: ['startMs', 'errorMessage'],
  sort: 'spendNano',
  descending: true,
};

describe('the saved views of a workspace', () => {
  it('come back as they were kept, by name, also from another reading of the file', async () => {
    const folder = await temporaryFolder();
    const views = openSavedViews(folder);
    expect(await views.list()).toEqual([]);
    await views.save(VIEW);
    const other: SavedView = { ...VIEW, name: 'All', range: { preset: 'all' } };
    expect(await views.save(other)).toEqual([other, VIEW]);
    expect(await openSavedViews(folder).list()).toEqual([other, VIEW]);
  });

  it('take the place of one of the same name, and go when they are removed', async () => {
    const views = openSavedViews(await temporaryFolder());
    await views.save(VIEW);
    const changed = { ...VIEW, descending: false };
    expect(await views.save(changed)).toEqual([changed]);
    expect(await views.remove('no such view')).toEqual([changed]);
    expect(await views.remove(VIEW.name)).toEqual([]);
  });

  it('are all there when they are saved at the same time', async () => {
    const views = openSavedViews(await temporaryFolder());
    await Promise.all(['a', 'b', 'c'].map((name) => views.save({ ...VIEW, name })));
    expect((await views.list()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['views: [', 'views.yaml'],
    ['version: 2\nviews: []\n', '"version"'],
    ['version: 1\nviews:\n  - name: x\n', '"views.0'],
  ])('are not touched when the file is not as it should be: %j', async (text, words) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'views.yaml'), text);
    const views = openSavedViews(folder);
    await expect(views.list()).rejects.toThrow(words);
    await expect(views.save(VIEW)).rejects.toMatchObject({ problem: { code: 'views_invalid' } });
    expect(await readFile(join(folder, 'views.yaml'), 'utf8')).toBe(text);
  });
});

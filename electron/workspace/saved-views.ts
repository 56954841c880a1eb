import { join } from 'node:path';

import * as v from 'valibot';
import { stringify } from 'yaml';

import { SavedViewSchema, type SavedView } from '../../shared/audit/saved-view.ts';
import { readYaml } from '../../shared/config/yaml-text.ts';
import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { createQueue } from '../files/queue.ts';
import { VIEWS_FILE } from './paths.ts';
import { readTextFile } from './read-file.ts';

const ViewsSchema = v.strictObject({
  version: v.literal(1),
  views: v.optional(v.nullable(v.array(SavedViewSchema)), []),
});

/** The saved views of a workspace. Each call resolves with all of them, by name. */
export interface SavedViewsFile {
  list(): Promise<readonly SavedView[]>;
  /** One of the same name is replaced. Rejects with `file_changed` when something else wrote the file meanwhile. */
  save(view: SavedView): Promise<readonly SavedView[]>;
  /** Does nothing when there is none of that name. */
  remove(name: string): Promise<readonly SavedView[]>;
}

/** Opens the saved views. All calls reject with `views_invalid` when the file cannot be understood; it is left as it is. */
export function openSavedViews(workspace: string): SavedViewsFile {
  const path = join(workspace, VIEWS_FILE);
  const queue = createQueue();

  function edit(
    change: (views: readonly SavedView[]) => readonly SavedView[],
  ): Promise<readonly SavedView[]> {
    return queue(async () => {
      const before = await readTextFile(path);
      const views = change(viewsOf(before)).toSorted((a, b) => a.name.localeCompare(b.name));
      await writeFileAtomic(path, stringify({ version: 1, views }), { replaces: before });
      return views;
    });
  }

  return {
    list: async () => viewsOf(await readTextFile(path)),
    save: (view) => edit((views) => [...views.filter(({ name }) => name !== view.name), view]),
    remove: (name) => edit((views) => views.filter((view) => view.name !== name)),
  };
}

function viewsOf(text: string | null): readonly SavedView[] {
  if (text === null || text.trim() === '') return [];
  const yaml = readYaml(text, 'core');
  const parsed = yaml.readable ? v.safeParse(ViewsSchema, yaml.value) : null;
  if (parsed?.success === true) return parsed.output.views ?? [];
  const issue = parsed?.issues[0];
  const place = yaml.findings[0]?.line;
  throw new ProblemError({
    code: 'views_invalid',
    message: `${VIEWS_FILE} cannot be used: ${describe(issue) ?? yaml.findings[0]?.message ?? 'it cannot be read.'}`,
    next: 'Mend the file, or move it away to begin anew.',
    where: place === undefined ? VIEWS_FILE : `${VIEWS_FILE}:${place}`,
  });
}

/** Which part of the file is wrong; what it says instead is not repeated. */
function describe(issue: v.BaseIssue<unknown> | undefined): string | null {
  const path = issue === undefined ? null : v.getDotPath(issue);
  return path === null ? null : `"${path}" is not as it should be.`;
}

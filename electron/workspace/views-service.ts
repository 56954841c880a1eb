import type { HandlersOf } from '../core/handlers.ts';
import { openSavedViews } from './saved-views.ts';

/** The `views.*` calls. */
export function createViewsService(workspace: string): HandlersOf<'views'> {
  const file = openSavedViews(workspace);
  return {
    'views.list': async () => ({ views: await file.list() }),
    'views.save': async ({ view }) => ({ views: await file.save(view) }),
    'views.remove': async ({ name }) => ({ views: await file.remove(name) }),
  };
}

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { renderState } from '../../../shared/plan/render-state.ts';
import type { Operation } from '../../../shared/plan/plan.ts';

/** One operation as two texts: the resource before it and after it. An absent side is empty text. */
export function operationTexts(operation: Operation): { readonly before: string; readonly after: string } {
  const { before } = operation;
  const after = resourceAfter(operation);
  return {
    before: before === undefined ? '' : renderState([before]),
    after: after === null ? '' : renderState([after]),
  };
}

function resourceAfter({ action, kind, name, before, wanted = {} }: Operation): Resource | null {
  if (action === 'delete') return null;
  if (before === undefined) {
    return { kind, id: '', name, owner: 'database', fields: wanted, settings: {}, observed: {} };
  }
  return { ...before, fields: { ...before.fields, ...wanted } };
}

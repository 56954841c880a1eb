import type { Deployment } from '../state.ts';
import { byPublicName, served } from '../models/served.ts';
import { textOf } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** What a call is answered by. */
export interface Routed {
  readonly deployment: Deployment;
  /** What the answer calls the model. */
  readonly shownName: string;
}

/**
 * The deployment that answers for a public name, an alias or a name under a wildcard; null for none. A real
 * router draws by the limits of the deployments; this one takes the first that has one. A deployment that
 * mocks an error gives way to its fallback.
 */
export function deploymentFor(store: Store, name: string): Routed | null {
  const found = byPublicName(store).get(name) ?? underWildcard(store, name);
  const deployment = found.find(({ params }) => params['rpm'] !== undefined) ?? found[0];
  if (deployment === undefined) return null;
  if (!textOf(deployment.params['mock_response']).startsWith('litellm.')) {
    return { deployment, shownName: name };
  }
  const [next] = store.fallbacks.get(name) ?? [];
  return next === undefined ? null : deploymentFor(store, next);
}

function underWildcard(store: Store, name: string): readonly Deployment[] {
  return served(store).filter(
    (model) => model.name.endsWith('*') && name.startsWith(model.name.slice(0, -1)),
  );
}

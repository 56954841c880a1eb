import type { JsonObject } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { only, requireText, textOr, without } from './fields.ts';

const OBSERVED = ['deployment_id', 'created_at', 'updated_at'];
const FIELDS = ['id', 'name', 'interval_seconds', 'active'];

/** What a probe found: its own statistics, and its last calls, newest first, without what the model said. */
interface ProbeFindings {
  readonly statistics: JsonObject | null;
  readonly results: readonly JsonObject[];
}

/**
 * A probe: a paid call to a model every so often, which nobody is charged for (dwctl 10.13.1). Names need not be unique.
 * @param alias the public name of a model's id; the id stands in its place where none is known.
 */
export function readProbe(
  row: JsonObject,
  alias: (modelId: string) => string | undefined,
  findings: ProbeFindings = { statistics: null, results: [] },
): Resource {
  const { interval_seconds: seconds, active } = row;
  const model = textOr(row['deployment_id'], '');
  return {
    kind: 'probe',
    id: requireText(row, 'id'),
    name: requireText(row, 'name'),
    owner: 'database',
    fields: {
      model: alias(model) ?? model,
      ...(seconds === undefined ? {} : { intervalSeconds: seconds }),
      ...(active === undefined ? {} : { active }),
    },
    settings: without(row, [...FIELDS, ...OBSERVED]),
    observed: {
      ...only(row, OBSERVED),
      ...(findings.statistics === null ? {} : { statistics: findings.statistics }),
      ...(findings.results.length === 0
        ? {}
        : { results: findings.results.map((result) => without(result, ['probe_id'])) }),
    },
  };
}

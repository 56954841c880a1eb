import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { segment } from '../http/route.ts';
import { requireText, textOr, without } from './fields.ts';
import { atRoute } from './located.ts';
import { rowsOf } from './pages.ts';
import { readProbe } from './probe.ts';
import { readEach, unlessGone } from './pulling.ts';
import type { Lack, Pulling } from './pulling.ts';

/** Calls of a probe that are shown; all of them would be as many as there were minutes. */
const LAST_RESULTS = '5';

/**
 * Probes with what they counted and their last calls, which are asked for probe by probe. Of these everything is kept but what
 * the model said, also in the raw answers. Of one that is gone both answer as if it had never called; only its own route says
 * so (dwctl 10.13.1).
 */
export async function pullProbes(
  pulling: Pulling,
  aliases: ReadonlyMap<string, string>,
  lack: Lack,
): Promise<readonly Resource[]> {
  const rows = await pulling.list('/probes', (row) => row, lack);
  return readEach(
    rows,
    (row) => textOr(row['name'], ''),
    (row) => readWhole(pulling, row, aliases),
    lack,
  );
}

async function readWhole(
  pulling: Pulling,
  row: JsonObject,
  aliases: ReadonlyMap<string, string>,
): Promise<Resource | null> {
  const path = `/probes/${segment(requireText(row, 'id'))}`;
  const { body } = await pulling.get(`${path}/statistics`);
  const statistics = isJsonObject(body) ? body : null;
  const answer = await pulling.get(`${path}/results`, { limit: LAST_RESULTS }, withoutWords);
  const results = atRoute(answer, () => rowsOf(answer.body).rows);
  const isGone = results.length === 0 && (await unlessGone(pulling.get(path))) === null;
  return isGone ? null : readProbe(row, (id) => aliases.get(id), { statistics, results });
}

/** Results without `response_data`, the model's whole answer (dwctl 10.13.1). */
function withoutWords(body: JsonValue): JsonValue {
  if (Array.isArray(body)) return body.map((item: JsonValue) => withoutWords(item));
  if (!isJsonObject(body)) return body;
  const told = Object.entries(without(body, ['response_data']));
  return Object.fromEntries(told.map(([name, value]) => [name, withoutWords(value)]));
}

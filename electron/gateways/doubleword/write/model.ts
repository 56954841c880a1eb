import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { wholePart } from '../../../../shared/plan/comparable.ts';
import { readTariffs } from '../../../../shared/plan/doubleword/tariffs.ts';
import { fieldChanges, narrow } from '../../../../shared/plan/field-changes.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { segment } from '../../http/route.ts';
import type { MakingWatch } from '../../writer.ts';
import { textOr } from '../fields.ts';
import { switchedOff } from '../every-model.ts';
import { MODEL_INCLUDES, readModel } from '../model.ts';
import type { Session } from '../session.ts';
import {
  fieldsOf,
  idIn,
  make,
  notSupported,
  patch,
  rateBody,
  settingsOf,
  unlessGone,
  withoutNulls,
} from './body.ts';
import { componentsIn, writeComponents } from './components.ts';
import { freeHiddenAlias } from './hidden-model.ts';
import { idsByName, modelIds } from './names.ts';
import { readModelRow } from './read-model.ts';
import { readOne } from './read-one.ts';
import { withOwnToolSources } from './tool-sources.ts';
import type { Writer } from './writer.ts';

/** Settings that go another way than in the body, or are only read. */
const ELSEWHERE: ReadonlySet<string> = new Set(['endpoint_name', 'components', 'is_composite', 'fallback']);

/**
 * Models (dwctl 8.94.2, 10.13.1). Tariffs go as the whole set, and only where it is another one than is in force: each set
 * that is sent ends what is not in it, and what has ended is told by nobody any more. Parts of a composite are edges.
 */
export const modelWriter: Writer = {
  async create(session, operation, watch) {
    const components = componentsIn(operation);
    const parts = await modelIds(session, operation, {
      needed: (components ?? []).map(({ model }) => model),
    });
    const made = idIn(
      await makeModel(session, operation, watch, {
        ...withoutNulls(bodyOf(operation)),
        ...(await kindBody(session, operation, components !== null)),
        alias: operation.name,
        model_name: textOr(fieldsOf(operation)['target'], operation.name),
      }),
    );
    watch.made(made);
    const held = await readAgain(session, made);
    if (held !== null) await patch(session, pathOf(made), bodyOf(stillLacking(operation, held)));
    if (components !== null) await writeComponents(session, made, [], components, parts);
    return made;
  },
  async update(session, operation, id) {
    const components = componentsIn(operation);
    const before = componentsIn({ wanted: { settings: operation.before?.settings ?? {} } }) ?? [];
    const parts =
      components === null
        ? new Map<string, string>()
        : await modelIds(session, operation, {
            needed: components.map(({ model }) => model),
            others: before.map(({ model }) => model),
          });
    const held = fieldsOf(operation)['tariffs'] === undefined ? null : await readAgain(session, id);
    const rest = held === null ? operation : stillLacking(operation, held);
    await patch(session, pathOf(id), bodyOf(rest));
    if (components !== null) await writeComponents(session, id, before, components, parts);
    return id;
  },
  async remove(session, _operation, id) {
    await unlessGone(session.send('DELETE', pathOf(id)));
  },
  read: readAgain,
};

async function makeModel(
  session: Session,
  operation: Operation,
  { notice }: MakingWatch,
  body: JsonObject,
): Promise<JsonObject> {
  try {
    return await make(session, operation, '/models', body);
  } catch (error) {
    const isTaken = error instanceof ProblemError && error.problem.code === 'already_exists';
    const freed = isTaken ? await freeHiddenAlias(session, operation.name) : null;
    if (freed === null) throw error;
    const { node, name } = operation;
    notice?.(
      `On ${node} a model that was deleted, and is hidden, had the name "${name}" still: it is called "${freed}" now.`,
    );
    return make(session, operation, '/models', body);
  }
}

async function readAgain(session: Session, id: string): Promise<Resource | null> {
  const found = await readModelRow(session, id, { include: MODEL_INCLUDES });
  if (found === null) return null;
  const { row, isOff } = found;
  const endpoint = textOr(row['hosted_on'], '');
  const host = endpoint === '' ? null : await readOne(session, `/endpoints/${segment(endpoint)}`);
  const model = readModel(row, () => (host === null ? undefined : textOr(host['name'], '')));
  return withOwnToolSources(session, isOff ? switchedOff(model) : model, 'deployments');
}

/** The parts of an operation in which a model is not yet as wanted: the same tariffs are never sent again. */
function stillLacking(operation: Operation, held: Resource): Operation {
  const { id: _id, ...wanted } = operation.wanted ?? {};
  const paths = fieldChanges('model', narrow(wholePart(held), wanted), wanted).map(({ path }) =>
    path.split('.'),
  );
  const tops = new Set(paths.map(([top]) => top));
  const own = new Set(paths.filter(([top]) => top === 'settings').map(([, name]) => name));
  const fields = Object.entries(wanted).filter(([name]) => name !== 'settings' && tops.has(name));
  const settings = Object.entries(settingsOf(operation)).filter(([name]) => own.has(name));
  return {
    ...operation,
    wanted: { ...Object.fromEntries(fields), settings: Object.fromEntries(settings) },
  };
}

function bodyOf(operation: Operation): JsonObject {
  const settings = settingsOf(operation);
  const own = Object.entries(settings).filter(([name]) => !ELSEWHERE.has(name));
  return {
    ...Object.fromEntries(own.map(([name, value]) => [name, isEmptyRules(name, value) ? null : value])),
    ...fallbackBody(settings['fallback']),
    ...rateBody(operation),
    ...tariffBody(operation),
  };
}

/** No rules are null to dwctl (10.13.1), which then leaves the field out of its answer. */
function isEmptyRules(name: string, value: JsonValue): boolean {
  return name === 'traffic_routing_rules' && Array.isArray(value) && value.length === 0;
}

/**
 * It answers with `fallback: { enabled, …, backoff: { … } }` and takes `fallback_enabled, …`, `backoff_enabled, …`, and for
 * `max_total_backoff_ms` what it calls `backoff_max_total_ms` (dwctl 10.13.1).
 */
function fallbackBody(fallback: JsonValue | undefined): JsonObject {
  if (!isJsonObject(fallback ?? null)) return {};
  const { backoff, max_total_backoff_ms: total, ...own } = fallback as JsonObject;
  return {
    ...prefixed('fallback', own),
    ...(backoff === undefined
      ? {}
      : isJsonObject(backoff)
        ? { backoff_enabled: true, ...prefixed('backoff', backoff) }
        : { backoff_enabled: false }),
    ...(total === undefined ? {} : { backoff_max_total_ms: total }),
  };
}

function prefixed(prefix: string, fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}_${name}`, value]));
}

function tariffBody(operation: Operation): JsonObject {
  const { tariffs } = fieldsOf(operation);
  if (tariffs === undefined) return {};
  const set = readTariffs(tariffs ?? []);
  if (!set.ok) throw notSupported(operation, `There, ${set.why}.`);
  return {
    tariffs: set.tariffs.map(({ name, inputPrice, outputPrice, purpose, completionWindow }) => ({
      name,
      input_price_per_token: inputPrice,
      output_price_per_token: outputPrice,
      ...(purpose === null ? {} : { api_key_purpose: purpose }),
      ...(completionWindow === null ? {} : { completion_window: completionWindow }),
    })),
  };
}

/** A composite is made of others; a standard model runs on an endpoint, named by its name. */
async function kindBody(session: Session, operation: Operation, isComposite: boolean): Promise<JsonObject> {
  const { endpoint_name: name, is_composite: composite, fallback } = settingsOf(operation);
  if (isComposite || composite === true)
    return { type: 'composite', ...withoutNulls(fallbackBody(fallback)) };
  const endpoint = (await idsByName(session, '/endpoints', 'name')).get(textOr(name, ''));
  if (endpoint !== undefined) return { type: 'standard', hosted_on: endpoint };
  throw new ProblemError({
    code: 'unknown_endpoint',
    message: `${operation.node} has no endpoint called ${textOr(name, '')}, so the model ${operation.name} was not made.`,
    next: 'Correct settings.endpoint_name, or make the endpoint first.',
  });
}

function pathOf(id: string): string {
  return `/models/${segment(id)}`;
}

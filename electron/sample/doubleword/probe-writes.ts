import { empty, json, notFound, refuse, text } from './answer.ts';
import { readObject, requiredText, wrongShape } from './body.ts';
import { probeBody } from './model-routes.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordProbe } from './state.ts';

/** Writing probes, as recorded from dwctl 10.13.1. */
export const probeWrites: readonly Route[] = [
  { method: 'POST', pattern: '/probes', answer: create },
  { method: 'PATCH', pattern: '/probes/:probe', answer: update },
  { method: 'PATCH', pattern: '/probes/:probe/activate', answer: (call) => turn(call, true) },
  { method: 'PATCH', pattern: '/probes/:probe/deactivate', answer: (call) => turn(call, false) },
  { method: 'DELETE', pattern: '/probes/:probe', answer: remove },
];

/** A second probe of a model and one of no model are a bare 500 (dwctl 10.13.1). */
function create(call: Call) {
  const object = readObject(call.body);
  const name = requiredText(object, 'name', call.body);
  const model = requiredText(object, 'deployment_id', call.body);
  const seconds = object['interval_seconds'];
  if (typeof seconds !== 'number') wrongShape('missing field `interval_seconds`', call.body);
  const { state } = call.store;
  const isThere = state.models.some(({ id }) => id === model);
  if (!isThere || state.probes.some(({ deployment_id: watched }) => watched === model))
    return text(500, 'Internal server error');
  const now = call.store.tick();
  const probe: DoublewordProbe = {
    id: call.store.nextId(),
    name,
    deployment_id: model,
    interval_seconds: seconds,
    active: true,
    created_at: now,
    updated_at: now,
  };
  state.probes.push(probe);
  return json(201, probeBody(probe));
}

function update(call: Call) {
  const object = readObject(call.body);
  const probe = existing(call);
  const seconds = object['interval_seconds'];
  if (typeof seconds === 'number') probe.interval_seconds = seconds;
  probe.updated_at = call.store.tick();
  return json(200, probeBody(probe));
}

function turn(call: Call, active: boolean) {
  const probe = existing(call);
  probe.active = active;
  probe.updated_at = call.store.tick();
  return json(200, probeBody(probe));
}

/** Deleting one that is gone is a 204 as well (dwctl 10.13.1). */
function remove(call: Call) {
  const id = uuidPart(call, 'probe');
  const { state } = call.store;
  state.probes = state.probes.filter((probe) => probe.id !== id);
  return empty(204);
}

function existing(call: Call): DoublewordProbe {
  const id = uuidPart(call, 'probe');
  return call.store.state.probes.find((probe) => probe.id === id) ?? refuse(notFound('Probe', id));
}

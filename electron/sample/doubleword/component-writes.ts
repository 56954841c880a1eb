import { ALREADY_EXISTS, empty, json, notFound, refuse, text, RESOURCE_NOT_FOUND } from './answer.ts';
import { componentsOf } from './bodies.ts';
import { readObject } from './body.ts';
import { uuidPart } from './route.ts';
import type { Call, Route } from './route.ts';
import type { DoublewordComponent, DoublewordModel } from './state.ts';

/** Writing the parts of a composite model, as recorded from dwctl 10.13.1. */
export const componentWrites: readonly Route[] = [
  { method: 'POST', pattern: '/models/:model/components/:part', answer: add },
  { method: 'PATCH', pattern: '/models/:model/components/:part', answer: change },
  { method: 'DELETE', pattern: '/models/:model/components/:part', answer: remove },
];

/** A new part comes last. */
function add(call: Call) {
  const object = readObject(call.body);
  const model = composite(call);
  const part = uuidPart(call, 'part');
  if (!call.store.state.models.some(({ id }) => id === part)) return notFound('Deployment', part);
  if (model.components.some((component) => component.model === part)) return ALREADY_EXISTS;
  const { weight, enabled } = object;
  model.components = [
    ...model.components,
    {
      model: part,
      weight: typeof weight === 'number' ? weight : 50,
      enabled: enabled !== false,
      created_at: call.store.tick(),
    },
  ];
  return json(200, bodyOf(call, model, part));
}

/** `sort_order` moves it to that place, and the others make room. */
function change(call: Call) {
  const object = readObject(call.body);
  const model = composite(call);
  const part = uuidPart(call, 'part');
  const held = model.components.find((component) => component.model === part);
  if (held === undefined) return RESOURCE_NOT_FOUND;
  const { weight, enabled, sort_order: place } = object;
  const changed: DoublewordComponent = {
    ...held,
    weight: typeof weight === 'number' ? weight : held.weight,
    enabled: typeof enabled === 'boolean' ? enabled : held.enabled,
  };
  const others = model.components.filter((component) => component !== held);
  const at = typeof place === 'number' ? place : model.components.indexOf(held);
  model.components = [...others.slice(0, at), changed, ...others.slice(at)];
  return json(200, bodyOf(call, model, part));
}

function remove(call: Call) {
  const model = composite(call);
  const part = uuidPart(call, 'part');
  if (!model.components.some((component) => component.model === part)) return RESOURCE_NOT_FOUND;
  model.components = model.components.filter((component) => component.model !== part);
  return empty(204);
}

function composite(call: Call): DoublewordModel {
  const id = uuidPart(call, 'model');
  const model = call.store.state.models.find((one) => one.id === id) ?? refuse(notFound('Deployment', id));
  return model.is_composite ? model : refuse(text(400, 'Model is not a composite model'));
}

function bodyOf(call: Call, model: DoublewordModel, part: string): unknown {
  return componentsOf(call.store, model)[model.components.findIndex((one) => one.model === part)];
}

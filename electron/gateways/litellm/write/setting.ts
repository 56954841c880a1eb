import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { createQueue, type Queue } from '../../../files/queue.ts';
import { isSecretName } from '../../http/redact.ts';
import type { Session } from '../session.ts';
import { notSupported } from './body.ts';
import { findInList } from './read-again.ts';
import { untilShown } from './until-shown.ts';
import type { Writer } from './writer.ts';

/** Of each node: LiteLLM keeps a section in one row, reads it and writes it back, so that of two at once one is lost. */
const queues = new Map<string, Queue>();

/**
 * Settings of the database (1.81.13, 1.106.2): `general_settings` one field at a time, where null takes the stored one
 * away; those of the other sections through `/config/update`, or a route of their own. What the config file owns is
 * refused by 1.106.2 and silently shadowed by 1.81.13; a plan never holds it. 1.81.13 goes on with a value that was taken
 * away until it is started again.
 */
export const settingWriter: Writer = {
  async create(session, operation) {
    await writeInTurn(session, operation);
    return operation.name;
  },
  async update(session, operation, id) {
    await writeInTurn(session, operation);
    return id;
  },
  remove: (_session, operation) =>
    Promise.reject(notSupported(operation, 'A setting is not deleted: set it to null.')),
  read: (session, id) => findInList(session, 'setting', id),
};

/** Settings with a route of their own, which takes the value as it is (1.81.13, 1.106.2). */
const OWN_ROUTES: ReadonlyMap<string, string> = new Map([
  ['litellm_settings.default_team_params', '/update/default_team_settings'],
  ['litellm_settings.default_internal_user_params', '/update/internal_user_settings'],
  ['litellm_settings.cost_discount_config', '/config/cost_discount_config'],
  ['litellm_settings.cost_margin_config', '/config/cost_margin_config'],
]);

async function writeInTurn(session: Session, operation: Operation): Promise<void> {
  const queue = queues.get(session.node) ?? createQueue();
  queues.set(session.node, queue);
  await queue(() => writeSetting(session, operation));
  const wanted = operation.wanted?.['value'] ?? null;
  if (wanted !== null)
    await untilShown(operation, session.signal, () => findInList(session, 'setting', operation.name));
}

async function writeSetting(session: Session, operation: Operation): Promise<void> {
  const [section = '', ...rest] = operation.name.split('.');
  const field = rest.join('.');
  const value: JsonValue = operation.wanted?.['value'] ?? null;
  if (field === '' || isSecretName(field))
    throw notSupported(operation, 'This setting holds a secret, or has no name.');
  const own = OWN_ROUTES.get(operation.name);
  if (own !== undefined && isJsonObject(value)) {
    await session.write('PATCH', own, value);
  } else if (section !== 'general_settings') {
    if (value === null) throw notSupported(operation, `A value of ${section} cannot be taken away.`);
    await session.write('POST', '/config/update', { [section]: { [field]: value } });
  } else if (value === null) {
    await session.write('POST', '/config/field/delete', { field_name: field, config_type: section });
  } else {
    await session.write('POST', '/config/field/update', {
      field_name: field,
      field_value: value,
      config_type: section,
    });
  }
}

import { say, StepError } from '../../setup/step.mjs';
import * as data from './seed-data.mjs';

/** A row of an answer. @typedef {Record<string, unknown> & { id: string }} Row */

/**
 * Fills a control layer over its own admin API. What is there by its name already is left as it is, so a server may be
 * filled twice. Rejects when anything is refused.
 *
 * @param {{ url: string, key: string }} server
 * @param {string} upstream address of the provider that its models are on
 */
export async function seedServer(server, upstream) {
  const ensure = ensuring(server);
  const host = await ensure('/endpoints', 'name', { name: data.ENDPOINT, url: upstream, sync: false });
  /** @type {Map<string, string>} */
  const models = new Map();
  for (const model of data.models) {
    const body = model['type'] === 'composite' ? model : { ...model, hosted_on: host };
    models.set(String(model['alias']), await ensure('/models', 'alias', body));
  }
  for (const [composite, parts] of Object.entries(data.components))
    for (const [alias, weight] of Object.entries(parts))
      await ask(server, 'POST', `/models/${models.get(composite)}/components/${models.get(alias)}`, {
        weight,
      });

  /** @type {Map<string, string>} */
  const groups = new Map();
  for (const { models: used, ...group } of data.groups) {
    const id = await ensure('/groups', 'name', group);
    groups.set(String(group['name']), id);
    for (const alias of used) await ask(server, 'POST', `/groups/${id}/models/${models.get(alias)}`);
  }
  /** @type {Map<string, string>} */
  const people = new Map();
  const { owner, groups: ofOrganization, ...organization } = data.organization;
  for (const { groups: own, ...user } of data.users) {
    const id = await ensure('/users', 'username', user);
    people.set(String(user['username']), id);
    for (const group of own) await ask(server, 'POST', `/groups/${groups.get(group)}/users/${id}`);
  }
  const body = { ...organization, owner_id: people.get(owner) };
  const id = await ensure('/organizations', 'email', body);
  people.set(organization.name, id);
  for (const group of ofOrganization) await ask(server, 'POST', `/groups/${groups.get(group)}/users/${id}`);

  for (const { owner: whose, ...key } of data.keys)
    await ensure(`/users/${people.get(whose)}/api-keys`, 'name', key);
  const { model, ...probe } = data.probe;
  await ensure('/probes', 'name', { ...probe, deployment_id: models.get(model) });
  for (const [name, payer] of people) {
    await ask(server, 'POST', '/transactions', {
      user_id: payer,
      transaction_type: 'admin_grant',
      amount: data.credit,
      source_id: `console:seed-${name}`,
    });
  }
  say(`seeded ${models.size} models, ${groups.size} groups and ${people.size} payers`);
}

/**
 * @param {{ url: string, key: string }} server
 * @returns {(path: string, name: string, body: data.Body) => Promise<string>} the id of what is there, or was made
 */
function ensuring(server) {
  return async (path, name, body) => {
    const wanted = body[name];
    const listed = await ask(server, 'GET', `${path}?limit=101`);
    const found = rowsOf(listed).find((row) => row[name] === wanted);
    if (found !== undefined) return found.id;
    const made = /** @type {Row} */ (await ask(server, 'POST', path, body));
    return made.id;
  };
}

/**
 * @param {unknown} answer a page, or a bare list
 * @returns {readonly Row[]}
 */
function rowsOf(answer) {
  if (Array.isArray(answer)) return answer;
  return /** @type {{ data: readonly Row[] }} */ (answer).data;
}

/**
 * @param {{ url: string, key: string }} server
 * @param {'GET' | 'POST'} method
 * @param {string} path below the admin base
 * @param {data.Body} [body]
 * @returns {Promise<unknown>} what it answered; null for what is there already
 */
async function ask({ url, key }, method, path, body) {
  const answer = await fetch(`${url}/admin/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (answer.status === 409) return null;
  if (!answer.ok) {
    throw new StepError(
      `The control layer refused ${method} ${path} with ${answer.status}: ${text.slice(0, 500)}`,
      'try the same on one that runs: node build/gateways.mjs doubleword --serve',
    );
  }
  return text === '' ? null : JSON.parse(text);
}

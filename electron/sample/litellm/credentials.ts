import { invalid, ok, proxyError, type Answer, type Refusal } from './answer.ts';
import { readFields } from './fields.ts';
import type { ValueObject } from './python.ts';
import type { Call, Route } from './route.ts';
import { objectOf, textOf, type Row } from './store/row.ts';

/** The routes of stored provider credentials. No answer holds a value in clear. */
export const CREDENTIAL_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/credentials', access: 'admin', answer: listCredentials },
  { method: 'POST', path: '/credentials', access: 'admin', answer: createCredential },
  { method: 'GET', path: '/credentials/by_name/{name}', access: 'admin', answer: byName },
  { method: 'GET', path: '/credentials/by_model/{model_id}', access: 'admin', answer: byModel },
  { method: 'PATCH', path: '/credentials/{name}', access: 'admin', answer: patchCredential },
  { method: 'DELETE', path: '/credentials/{name}', access: 'admin', answer: deleteCredential },
];

const FIELDS = {
  credential_name: 'text',
  credential_info: 'object',
  credential_values: 'object',
  model_id: 'text',
} as const;

function listCredentials({ store, older }: Call): Answer {
  return ok({ success: true, credentials: store.credentials.all().map((row) => view(row, older)) });
}

function view(row: Row, older: boolean): ValueObject {
  return {
    credential_name: row['credential_name'] ?? null,
    ...(older ? {} : { display_name: null }),
    credential_info: row['credential_info'] ?? {},
    credential_values: row['credential_values'] ?? {},
    ...(older ? {} : { source: 'db' }),
  };
}

function createCredential({ body, store, older }: Call): Answer {
  const found = readFields(body, FIELDS, ['credential_name', 'credential_info']);
  const name = textOf(found.get('credential_name'));
  if (store.credentials.get(name) !== undefined) throw taken(name, older);
  store.credentials.add({
    credential_name: name,
    credential_info: found.get('credential_info') ?? {},
    credential_values: masked(objectOf(found.get('credential_values'))),
  });
  return ok({ success: true, message: 'Credential created successfully' });
}

function taken(name: string, older: boolean): Refusal {
  const shape = { type: 'internal_server_error', param: null } as const;
  return older
    ? proxyError(500, 'Unique constraint failed on the fields: (`credential_name`)', shape)
    : proxyError(
        409,
        `Credential '${name}' already exists. Update it with PATCH /credentials/${name}, or delete it first.`,
        shape,
      );
}

function masked(values: ValueObject): ValueObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && isSecret(name) ? mask(value) : value,
    ]),
  );
}

function isSecret(name: string): boolean {
  return /key|secret|token|password/.test(name);
}

/** The first two and the last two characters. */
function mask(text: string): string {
  return `${text.slice(0, 2)}****${text.slice(-2)}`;
}

function byName({ path, store, older }: Call): Answer {
  const row = store.credentials.get(path['name'] ?? '');
  if (row === undefined) throw notFound(path['name'] ?? '');
  return ok(view(row, older));
}

/** What a model of the database has of its own; the route of 1.81.13 wants a name and gets none. */
function byModel({ path, store, older }: Call): Answer {
  if (older) {
    throw invalid([{ type: 'missing', loc: ['path', 'credential_name'], msg: 'Field required' }]);
  }
  const id = path['model_id'] ?? '';
  const model = store.models.find((candidate) => candidate.id === id);
  if (model === undefined) throw notFound(id);
  const key = model.params['api_key'];
  return ok({
    credential_name: `${model.name}-credential-${id}`,
    display_name: null,
    credential_info: {},
    credential_values: typeof key === 'string' ? { api_key: mask(key) } : {},
  });
}

function patchCredential({ body, path, store }: Call): Answer {
  const found = readFields(body, FIELDS);
  const name = path['name'] ?? '';
  const before = store.credentials.get(name);
  if (before === undefined) throw notFound(name);
  store.credentials.update(name, {
    credential_info: { ...objectOf(before['credential_info']), ...objectOf(found.get('credential_info')) },
    credential_values: {
      ...objectOf(before['credential_values']),
      ...masked(objectOf(found.get('credential_values'))),
    },
  });
  return ok({ success: true, message: 'Credential updated successfully' });
}

/** Deleting what is not there was a success in 1.81.13. */
function deleteCredential({ path, store, older }: Call): Answer {
  const name = path['name'] ?? '';
  if (store.credentials.remove(name) === undefined && !older) throw notFound(name);
  return ok({ success: true, message: 'Credential deleted successfully' });
}

function notFound(name: string): Refusal {
  return proxyError(404, `Credential not found. Got credential name: ${name}`, {
    type: 'internal_server_error',
    param: null,
  });
}

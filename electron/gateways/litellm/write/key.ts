import { isJsonObject } from '../../../../shared/json.ts';
import { textOf } from '../fields.ts';
import { readKey } from '../key.ts';
import { bodyOf, notSupported, unnamed } from './body.ts';
import { askOne, readRow } from './read-again.ts';
import type { Writer } from './writer.ts';

/**
 * Virtual keys (1.81.13, 1.106.2); their id is the hash. A new key is made with a secret that somebody chose, since one
 * that LiteLLM makes is shown once and would be lost. `/key/generate` with a secret that is there already answers with
 * the new settings and changes nothing: only reading again tells. `/key/info` goes on answering for a key that was
 * deleted, with the time of it (seen with 1.106.2).
 */
export const keyWriter: Writer = {
  async create(session, operation, watch) {
    const body = bodyOf(operation);
    if (typeof body['key'] !== 'string' || body['key'] === '')
      throw notSupported(operation, 'A new key needs its secret by reference.');
    const { body: answer } = await session.write('POST', '/key/generate', {
      ...body,
      key_alias: operation.name,
    });
    const told = isJsonObject(answer) ? answer : {};
    const made = textOf(told['token']) || textOf(told['token_id']);
    if (made === '') throw unnamed(operation, 'POST /key/generate');
    watch.made(made);
    return made;
  },
  async update(session, operation, id) {
    const { key: _secret, ...body } = bodyOf(operation);
    await session.write('POST', '/key/update', { ...body, key: id });
    return id;
  },
  async remove(session, _operation, id) {
    await session.write('POST', '/key/delete', { keys: [id] });
  },
  async read(session, id) {
    const body = await askOne(session, 'key', '/key/info', { key: id });
    const info = isJsonObject(body) ? body['info'] : undefined;
    if (!isJsonObject(info) || typeof info['deleted_at'] === 'string') return null;
    return readRow({ ...info, token: id }, readKey);
  },
};

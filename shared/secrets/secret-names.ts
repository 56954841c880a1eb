/**
 * Names of fields whose text is a secret by its name alone, in the words of both gateways and their files: `api_key`,
 * `apiKey`, `master_key`, `database_url`, `license`.
 */
const SECRET_FIELD =
  /(?:^|[_-])(?:api[_-]?key|password|passwd|secret|secret[_-]?key|client[_-]?secret|private[_-]?key|secret[_-]?access[_-]?key|access[_-]?key[_-]?id|master[_-]?key|salt[_-]?key|signing[_-]?key|encryption[_-]?key|shared[_-]?access[_-]?key|account[_-]?key|subscription[_-]?key|database[_-]?url|api[_-]?token|ad[_-]?token|id[_-]?token|bearer[_-]?token|bot[_-]?token|access[_-]?token|refresh[_-]?token|auth[_-]?token|session[_-]?token|vertex[_-]?credentials|webhook[_-]?url|authorization|connection[_-]?string|license|licen[cs]e[_-]?key)$|^token$/i;

/** True for names whose text is a secret whatever it looks like. */
export function isSecretName(name: string): boolean {
  return SECRET_FIELD.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** Ids, aliases and names by which rows are known and joined. LiteLLM's `key_name` is a part of the key itself. */
const ROW_NAME = /(?:^|_)(?:ids?|alias|name)$/i;

/** True for fields that say which row is meant: a text there is no secret because it sounds like one. */
export function isRowName(name: string): boolean {
  return ROW_NAME.test(name) && name !== 'key_name' && !isSecretName(name);
}

import type { Resource } from '../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';
import { redactJson } from '../http/redact.ts';
import type { Answer, AnswerReader, Reading, ReadItem, Unread } from '../reader.ts';
import { withoutJsonText } from './json-text.ts';

/** Reads one row, secrets hidden; null when it has no id. */
export type Row = (row: JsonObject) => Resource | null;

/** Where the rows stand: the body itself, or a field of it. */
export type Rows = string | null;

/** Which routes a reader is for: paths, or a pattern of those that hold an id. */
export type Routes = readonly string[] | RegExp;

/** Whether a route is one of these. */
export function isOneOf(routes: Routes, path: string): boolean {
  return routes instanceof RegExp ? routes.test(path) : routes.includes(path);
}

/** A reader of a list of rows, or of one row alone. */
export function rowReader(name: string, routes: Routes, rows: Rows, row: Row): AnswerReader {
  return {
    gateway: 'litellm',
    name,
    match: (method, path) => method === 'GET' && isOneOf(routes, path),
    read: (answer) => readRows(answer, name, rows, (source) => readResource(source, row)),
  };
}

/** Reads one row with the reader of its kind: JSON that came as text is JSON, secrets are hidden. */
export function readResource(source: JsonValue, row: Row): ReadItem | string {
  if (!isJsonObject(source)) return 'it is not an object';
  const resource = row(redactJson(withoutJsonText(source)) as JsonObject);
  return resource === null ? 'it has no id' : { source, resource };
}

/** Reads the rows of an answer; what stands beside them are its facts. */
export function readRows(
  answer: Answer,
  name: string,
  field: Rows,
  read: (source: JsonValue) => ReadItem | string,
): Reading {
  const { body } = answer;
  const holder = isJsonObject(body) ? body : {};
  const rows = field === null || Array.isArray(body) ? body : (holder[field] ?? null);
  const list = isJsonObject(rows) ? [rows] : rows;
  if (!Array.isArray(list)) throw unreadable(answer, name);
  const items: ReadItem[] = [];
  const refused: Unread[] = [];
  list.forEach((source: JsonValue, index) => {
    const outcome = read(source);
    if (typeof outcome === 'string') refused.push({ where: `row ${String(index + 1)}`, reason: outcome });
    else items.push(outcome);
  });
  const facts = field === null && !Array.isArray(body) ? {} : withoutField(holder, field);
  return { items, refused, facts: redactJson(facts) as JsonObject };
}

function withoutField(holder: JsonObject, field: Rows): JsonObject {
  return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== field));
}

/** The body is not of the shape that the route has. */
export function unreadable(answer: Pick<Answer, 'method' | 'path'>, name: string): ProblemError {
  const route = `${answer.method} ${answer.path}`;
  return new ProblemError({
    code: 'answer_unreadable',
    message: `The answer to ${route} does not hold ${name}.`,
    next: 'This version of the gateway may answer in another form; its other parts can still be read.',
    where: route,
  });
}

import type { JsonObject } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { textOr } from '../fields.ts';
import { everyModel } from '../every-model.ts';
import { listPages } from '../pages.ts';
import type { Session } from '../session.ts';

/** The rows of a list, whole. @param lack told why when it never held still: then some may be missing. */
export async function rowsIn(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
  lack?: (why: string) => void,
): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = [];
  for await (const { rows } of listPages(session, path, query, lack)) all.push(...rows);
  return all;
}

/** Id by name, of all that a list holds. */
export async function idsByName(
  session: Session,
  path: string,
  field: string,
): Promise<ReadonlyMap<string, string>> {
  return idsBy(field, await rowsIn(session, path));
}

function idsBy(field: string, rows: readonly JsonObject[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [textOr(row[field], ''), textOr(row['id'], '')]));
}

/** The rows of all models, also of those that are switched off. */
export async function modelRows(
  session: Session,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly JsonObject[]> {
  const { on, off } = await everyModel(
    (more) => rowsIn(session, '/models', { ...query, ...more }),
    (row) => textOr(row['id'], ''),
  );
  return [...on, ...off];
}

/** Id by public name of the models that are to be named. Rejects with `unknown_model` before anything is written. */
export async function modelIds(
  session: Session,
  { node, name }: Operation,
  { needed, others = [] }: { readonly needed: readonly string[]; readonly others?: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  if (needed.length + others.length === 0) return new Map();
  const ids = idsBy('alias', await modelRows(session));
  const unknown = needed.filter((alias) => !ids.has(alias));
  if (unknown.length === 0) return ids;
  throw new ProblemError({
    code: 'unknown_model',
    message: `${node} has no model called ${unknown.join(', ')}, so ${name} was left as it is.`,
    next: 'Correct the name, or deploy the model on the gateway first.',
  });
}

import { KIND_NAMES } from '../../../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { ratePerSecond } from '../../../../shared/plan/doubleword/rate.ts';
import { ProblemError } from '../../../../shared/result.ts';
import { answeredStatus } from '../../http/problems.ts';
import { requireText } from '../fields.ts';
import type { Session } from '../session.ts';

/** The problem of everything that this gateway cannot hold. */
export function notSupported({ node, action, kind, name }: Operation, why: string): ProblemError {
  return new ProblemError({
    code: 'not_supported',
    message: `${node}: ${action} of ${KIND_NAMES[kind]} ${name} cannot be written. ${why}`,
    next: 'Leave it out of the plan for this node.',
  });
}

/** The problem of what would do more harm than the plan says. */
export function protectedFrom({ node }: Operation, why: string, next: string): ProblemError {
  return new ProblemError({ code: 'protected', message: `${node}: ${why} Nothing was sent.`, next });
}

/** The neutral fields that an operation sets. */
export function fieldsOf({ wanted = {} }: Operation): JsonObject {
  const { id: _id, settings: _settings, ...fields } = wanted;
  return fields;
}

/** The gateway's own settings that an operation sets. */
export function settingsOf({ wanted = {} }: Operation): JsonObject {
  return isJsonObject(wanted['settings']) ? wanted['settings'] : {};
}

/** A limit of requests a minute as dwctl has it; nothing where it is not named. Null is none. */
export function rateBody(operation: Operation): JsonObject {
  const { requestsPerMinute: limit } = fieldsOf(operation);
  if (limit === undefined) return {};
  if (limit === null) return { requests_per_second: null };
  const rate = ratePerSecond(Number(limit));
  if (!rate.exact)
    throw notSupported(operation, `It would not hold ${JSON.stringify(limit)} requests a minute exactly.`);
  return { requests_per_second: rate.perSecond };
}

/** Values that say something: what is left out of something new is filled in by the gateway, as null is. */
export function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** A PATCH, unless it would say nothing: an empty one still moves `updated_at` (dwctl 10.13.1). */
export async function patch(session: Session, path: string, body: JsonObject): Promise<void> {
  if (Object.keys(body).length > 0) await session.send('PATCH', path, body);
}

/**
 * Makes something and resolves with the body of the answer. Most conflicts are answered with "Resource already exists"
 * and no more (dwctl 10.13.1): the message says of what.
 */
export async function make(
  session: Session,
  operation: Operation,
  path: string,
  body: JsonObject,
): Promise<JsonObject> {
  try {
    const answer = await session.send('POST', path, body);
    return isJsonObject(answer.body) ? answer.body : {};
  } catch (error) {
    if (answeredStatus(error) !== 409) throw error;
    const said = error instanceof ProblemError ? error.problem.message : '';
    const why =
      operation.kind === 'model'
        ? ' A model that was deleted keeps its name there, too; only the key of an admin can free it.'
        : /already exists\.?$/.test(said)
          ? ''
          : ` It says: ${said}`;
    throw new ProblemError({
      code: 'already_exists',
      message: `${operation.node} already has a ${wordOf(operation)} called ${operation.name}, or another with something that only one may have.${why}`,
      next: 'Pull the node and make the plan again.',
    });
  }
}

function wordOf({ kind }: Operation): string {
  return kind === 'team' ? 'group' : KIND_NAMES[kind];
}

/** The id in the answer to a create. Throws `answer_unreadable` without one. */
export function idIn(body: JsonObject): string {
  return requireText(body, 'id');
}

/** A write that is done when what it is about is gone. */
export async function unlessGone(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (answeredStatus(error) !== 404) throw error;
  }
}

/** A list of texts that is wanted. Throws `not_supported` for anything else. */
export function textsIn(operation: Operation, name: string, value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) throw notSupported(operation, `Its ${name} are not a list of names.`);
  const texts = value.filter((item: JsonValue): item is string => typeof item === 'string');
  if (texts.length !== value.length) throw notSupported(operation, `Its ${name} are not a list of names.`);
  return texts;
}

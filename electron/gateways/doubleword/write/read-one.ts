import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { answeredStatus } from '../../http/problems.ts';
import { unreadable } from '../fields.ts';
import { atRoute } from '../located.ts';
import type { Session } from '../session.ts';

/** The row of one thing; null where the node answers 404. */
export async function readOne(
  session: Session,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<JsonObject | null> {
  try {
    const answer = await session.get(path, query);
    const { body } = answer;
    return atRoute(answer, () => {
      if (!isJsonObject(body)) throw unreadable('there is no object');
      return body;
    });
  } catch (error) {
    if (answeredStatus(error) === 404) return null;
    throw error;
  }
}

import { ProblemError } from '../../../shared/result.ts';
import { GatewayError } from '../http/problems.ts';
import type { Session } from './session.ts';

/**
 * The same error, or a better one where a key was refused that is for something else: the admin API takes keys of the purpose
 * `platform` only, and answers every other one like an unknown key (dwctl 10.13.1: forbidden-realtime-key-on-admin). A key
 * for calls may list what it could call, which costs nothing.
 */
export async function explainRefusedKey(session: Session, error: unknown): Promise<unknown> {
  if (!(error instanceof ProblemError) || error.problem.code !== 'wrong_key') return error;
  try {
    await session.callable();
  } catch {
    return error;
  }
  const { where, message } = error.problem;
  // Its first sentence names the node and the route.
  const [refused = message] = message.split('. ');
  return new GatewayError(
    {
      code: 'wrong_key',
      message: `${refused}: it is one for calling models, and the admin API takes only keys of the purpose "platform".`,
      next: 'Make a key with the purpose "platform" on the gateway, and give it to this node.',
      ...(where === undefined ? {} : { where }),
    },
    401,
  );
}

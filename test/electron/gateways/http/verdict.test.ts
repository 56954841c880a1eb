import { describe, expect, it } from 'vitest';
import { problemOfAnswer } from '../../../../electron/gateways/http/problems.ts';
import type { JsonValue } from '../../../../shared/json.ts';

const PLACE = { node: 'prod-1', route: 'GET /thing', secrets: [] };

describe('what a refusal means', () => {
  it.each<[string, number, JsonValue, string]>([
    [
      'no database, with 400 and only a type',
      400,
      err('No connected db.', 'no_db_connection'),
      'no_database',
    ],
    ['no database, with 400', 400, err("{'error': 'DB not connected. See …'}"), 'no_database'],
    ['no database, with 401', 401, err('Prisma Client is not initialized'), 'no_database'],
    ['no database, with 500', 500, { detail: { error: 'Database not connected.' } }, 'no_database'],
    [
      'no database, as problem+json',
      503,
      {
        type: 'urn:litellm:error:x',
        title: 'Database not connected',
        status: 503,
        detail: 'DB not connected.',
      },
      'no_database',
    ],
    ['a licence, with 400', 400, { detail: { error: 'a premium feature' } }, 'needs_licence'],
    ['a licence, with 500', 500, err('is an Enterprise feature'), 'needs_licence'],
    [
      'a wrong role, with 400',
      400,
      { detail: { error: 'Not allowed, your role=internal_user' } },
      'not_permitted',
    ],
    ['a wrong role, with 401', 401, err('Only proxy admin can be used to generate'), 'not_permitted'],
    [
      'a wrong role, other words',
      401,
      { detail: { error: 'Only admin users can query all teams' } },
      'not_permitted',
    ],
    [
      'a wrong role, with 403',
      403,
      { detail: 'Virtual key is not allowed to call this route.' },
      'not_permitted',
    ],
    ['an unknown key', 401, err('Invalid proxy server token passed', 'token_not_found_in_db'), 'wrong_key'],
    ['an expired key, with 400', 400, err('Expired Key. Key Expiry time …', 'expired_key'), 'wrong_key'],
    [
      'an address not let in',
      403,
      err('Access forbidden: IP address 127.0.0.1 not allowed.'),
      'address_not_allowed',
    ],
    [
      'a used-up budget, with 400',
      400,
      err('ExceededBudget: User=u over budget.', 'budget_exceeded'),
      'budget_exceeded',
    ],
    ['a used-up budget, with 422', 422, err('Budget has been exceeded! Key=k'), 'budget_exceeded'],
    [
      'a duplicate, with 400',
      400,
      { detail: { error: "Budget with id 'b' already exists" } },
      'already_exists',
    ],
    ['a duplicate, with 409', 409, { detail: "Access group 'a' already exists" }, 'already_exists'],
    [
      'a duplicate, with 500',
      500,
      { detail: 'Unique constraint failed on the fields: (`name`)' },
      'already_exists',
    ],
    ['the file, in a dict', 400, { detail: { error: 'key is set in the config file and …' } }, 'file_owned'],
    ['the file, of a model', 400, { detail: { error: 'Cannot edit config-based model.' } }, 'file_owned'],
    ['nothing there, with 404', 404, { detail: { error: 'Team not found' } }, 'not_found'],
    [
      'nothing there, with 400',
      400,
      { detail: { error: 'Model id = nope not found on litellm proxy' } },
      'not_found',
    ],
    ['nothing there, with 500', 500, { detail: "404: Tags not found: ['nope']" }, 'not_found'],
    [
      'a reference to nothing is a fault of what was sent',
      400,
      { detail: { error: 'Model(s) not found: nope' } },
      'refused',
    ],
    [
      'faults of what was sent',
      422,
      { detail: [{ type: 'x', loc: ['query', 'size'], msg: 'too big' }] },
      'refused',
    ],
    [
      'an error without a code',
      500,
      { error: { message: 'Internal server error', type: 'x' } },
      'gateway_failed',
    ],
    ['an error without words', 503, { healthy_count: 0 }, 'gateway_failed'],
    ['nothing at all', 500, null, 'gateway_failed'],
  ])('tells %s', (_, status, body, code) => {
    const { problem } = problemOfAnswer(PLACE, status, body);
    expect(problem.code).toBe(code);
    expect(problem.message).toContain('GET /thing');
    expect(problem.next).toMatch(/\.$/);
  });

  it('says what to do about an address that is not let in, rather than to change the key', () => {
    const { problem } = problemOfAnswer(
      PLACE,
      403,
      err('Access forbidden: IP address 10.0.0.9 not allowed.'),
    );
    expect(problem.next).toContain('allowed addresses');
  });

  it('tells a thing that is gone from a route that is not there', () => {
    const gone = problemOfAnswer(PLACE, 404, { detail: 'Guardrail with ID nope not found' });
    const noRoute = problemOfAnswer(PLACE, 404, { detail: 'Not Found' });
    expect(gone.problem.next).not.toContain('lacks the route');
    expect(noRoute.problem.next).toContain('lacks the route');
  });
});

function err(message: string, type = 'auth_error'): JsonValue {
  return { error: { message, type, param: 'None', code: '400' } };
}

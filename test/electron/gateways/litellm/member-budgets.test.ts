import { describe, expect, it } from 'vitest';

import type { Session } from '../../../../electron/gateways/litellm/session.ts';
import { MOST_TEAMS_ASKED, withMemberBudgets } from '../../../../electron/gateways/litellm/member-budgets.ts';
import { GatewayError } from '../../../../electron/gateways/http/problems.ts';
import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonValue } from '../../../../shared/json.ts';
import { recordedBody } from './recorded.ts';

function team(id: string, part: Partial<Resource> = {}): Resource {
  const fields = { members: ['user-022'] };
  return {
    kind: 'team',
    id,
    name: id,
    owner: 'database',
    fields,
    settings: {},
    observed: { spend: 1 },
    ...part,
  };
}

/** A gateway that answers `/team/info`, and what it was asked. */
function gateway(answer: (team: string) => JsonValue): {
  readonly session: Session;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const get: Session['get'] = (path, query = {}) => {
    const id = String(query['team_id']);
    asked.push(`${path} ${id}`);
    return Promise.resolve().then(() => ({
      method: 'GET',
      path,
      query: {},
      status: 200,
      contentType: 'application/json',
      body: answer(id),
      text: '',
      bytes: 0,
      ms: 0,
    }));
  };
  const other = (): never => {
    throw new Error('only reads');
  };
  return {
    session: { node: 'eu', signal: new AbortController().signal, get, send: other, write: other },
    asked,
  };
}

const RECORDED = recordedBody('team-info-with-keys', '1.81.13');

describe('what members may spend in their teams', () => {
  it('stands in the team, for those who have limits there', async () => {
    const { session, asked } = gateway(() => RECORDED);
    const [read, empty] = await withMemberBudgets(
      session,
      [team('a'), team('b', { fields: { members: [] } })],
      [],
    );
    expect(read?.observed).toMatchObject({
      spend: 1,
      member_budgets: expect.arrayContaining([
        expect.objectContaining({ user: 'user-022', budget: { limit: '3', period: null } }),
      ]),
    });
    expect(read?.fields['memberBudgets']).toMatchObject({ 'user-022': { limit: '3', period: null } });
    expect(empty?.observed).toEqual({ spend: 1 });
    expect(empty?.fields['memberBudget']).toBeNull();
    expect(asked).toEqual(['/team/info a']);
  });

  it('leave out members without limits who spent nothing', async () => {
    const member = (user: string, spend: number) => ({
      user_id: user,
      budget_id: null,
      spend,
      litellm_budget_table: null,
    });
    const { session } = gateway(() => ({ team_memberships: [member('u', 0), member('v', 4)] }));
    const [read] = await withMemberBudgets(session, [team('a')], []);
    expect(read?.observed['member_budgets']).toMatchObject([{ user: 'v', observed: { spend: 4 } }]);
    expect(read?.fields).toMatchObject({ memberBudget: null, memberBudgets: {} });
  });

  it('are asked of a bounded number of teams, then only of those that give their members a budget', async () => {
    const { session, asked } = gateway(() => RECORDED);
    const many = Array.from({ length: MOST_TEAMS_ASKED + 1 }, (_, index) => team(`t${String(index)}`));
    const giving = team('giving', { observed: { team_member_budget_id: 'b' } });
    const read = await withMemberBudgets(session, [...many, giving], []);
    expect(asked).toEqual(['/team/info giving']);
    expect(read[0]?.observed['member_budgets']).toBeNull();
  });

  it('are not read where the key may not ask, and a node that is gone ends the pull', async () => {
    const refuses = gateway(() => {
      throw new GatewayError({ code: 'not_permitted', message: 'no' }, 403);
    });
    const [read] = await withMemberBudgets(refuses.session, [team('a')], []);
    expect(read?.observed['member_budgets']).toBeNull();
    const gone = gateway(() => {
      throw new GatewayError({ code: 'node_timeout', message: 'late' }, null);
    });
    await expect(withMemberBudgets(gone.session, [team('a')], [])).rejects.toMatchObject({
      problem: { code: 'node_timeout' },
    });
  });
});

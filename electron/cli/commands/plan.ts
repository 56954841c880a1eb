import { kindPlural } from '../../../shared/fleet/kind-words.ts';
import type { PlanScope } from '../../../shared/plan/plan.ts';
import { describeAttached } from '../attached-text.ts';
import type { Command } from '../command.ts';
import { kindsOf, wordsOf } from '../lists.ts';
import { answerPlan } from '../plan-text.ts';

export const plan: Command = {
  usage: ['plan [NODE…] [--sync] [--kinds KIND,…] [--teams TEAM,…] [--tags TAG,…] [--replay ID] [-o FILE]'],
  summary:
    'Works out the operations that take nodes to the state the files want. With --replay a kept replay is attached to it.',
  examples: ['plan prod-eu -o plan.json'],
  options: {
    sync: { type: 'boolean' },
    kinds: { type: 'string' },
    teams: { type: 'string' },
    tags: { type: 'string' },
    replay: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  async run({ io, positionals, flag, text, call }) {
    const kinds = kindsOf(text('kinds'));
    const teams = wordsOf(text('teams'), 'teams');
    const tags = wordsOf(text('tags'), 'tags');
    const scope = {
      ...(kinds === undefined ? {} : { kinds }),
      ...(teams === undefined ? {} : { teams }),
      ...(tags === undefined ? {} : { tags }),
    };
    const replay = text('replay');
    // Before a plan is made that it is not attached to.
    if (replay !== undefined) await call('replay.open', { id: replay });
    const made = await call('changes.plan', {
      ...(positionals.length === 0 ? {} : { nodes: [...positionals] }),
      sync: flag('sync'),
      ...(Object.keys(scope).length === 0 ? {} : { scope }),
    });
    const answer = await answerPlan(made, text('output'), io, nothingToDo(positionals, scope));
    if (replay === undefined) return answer;
    const attached = (await call('changes.attach', { id: made.change.id, replay })).replay;
    return attached === undefined
      ? answer
      : {
          ...answer,
          json: { ...answer.json, replay: attached },
          text: answer.text + describeAttached(attached),
        };
  },
};

/** Says no more than what was looked at. */
function nothingToDo(nodes: readonly string[], { kinds = [], teams = [], tags = [] }: PlanScope): string {
  const parts = [
    ...listed('node', nodes),
    ...(kinds.length === 0 ? [] : [kinds.map(kindPlural).join(', ')]),
    ...listed('team', teams),
    ...listed('tag', tags),
  ];
  return parts.length === 0
    ? 'Nothing to do: every node is as the files want it.'
    : `Nothing to do for ${parts.join('; ')}: there everything is as the files want it.`;
}

function listed(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}${names.length === 1 ? '' : 's'} ${names.join(', ')}`];
}

import type { Command } from '../command.ts';
import { kindsOf, wordsOf } from '../lists.ts';
import { answerPlan } from '../plan-text.ts';

export const plan: Command = {
  usage: ['plan [NODE…] [--sync] [--kinds KIND,…] [--teams TEAM,…] [--tags TAG,…] [-o FILE]'],
  summary: 'Works out the operations that take nodes to the state the files want.',
  options: {
    sync: { type: 'boolean' },
    kinds: { type: 'string' },
    teams: { type: 'string' },
    tags: { type: 'string' },
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
    const { change } = await call('changes.plan', {
      ...(positionals.length === 0 ? {} : { nodes: [...positionals] }),
      sync: flag('sync'),
      ...(Object.keys(scope).length === 0 ? {} : { scope }),
    });
    return answerPlan(change.plan, text('output'), io, 'Nothing to do: every node is as the files want it.');
  },
};

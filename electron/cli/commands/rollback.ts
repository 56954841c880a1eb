import { UsageError, type Command } from '../command.ts';
import { answerPlan } from '../plan-text.ts';

export const rollback: Command = {
  usage: ['rollback CHANGE [-o FILE]'],
  summary: 'Plans to take back what a change applied, from the state before it; push that plan to do it.',
  examples: ['rollback CHANGE -o back.json'],
  options: { output: { type: 'string', short: 'o' } },
  async run({ io, positionals, text, call }) {
    const [id, ...more] = positionals;
    if (id === undefined || more.length > 0) throw new UsageError('Name one change.');
    const made = await call('changes.rollback', { id });
    const nothing = `Nothing to take back: nothing that ${id} applied is there any more.`;
    return answerPlan(made, text('output'), io, nothing);
  },
};

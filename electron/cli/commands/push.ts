import path from 'node:path';

import { attachedWarnings } from '../attached-text.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { describeOutcome, outcomeDocument } from '../outcome-text.ts';

export const push: Command = {
  usage: [
    'push PLAN [--canary NODE] [--keep-going] [--show-secrets]',
    'push CHANGE --resume [--keep-going] [--show-secrets]',
  ],
  summary:
    'Applies a plan (its id, or the file of `plan -o`), re-reads every change, and says what was verified. After a failure nothing more is begun; what goes out beside it (a LiteLLM takes ten operations at once, a Doubleword four) is carried out and read again. --keep-going: goes on with what does not stand on what failed. --resume: goes on with a push that was cut off. Secrets that a plan names as ${NAME} come from the environment. --show-secrets: prints the secret of a key that the gateway makes itself (Doubleword), which it shows once; without it only the key’s owner can see it there.',
  examples: ['push plan.json --canary prod-eu'],
  options: {
    canary: { type: 'string' },
    'keep-going': { type: 'boolean' },
    resume: { type: 'boolean' },
    'show-secrets': { type: 'boolean' },
  },
  async run({ io, positionals, text, flag, call, core }) {
    const [which, ...more] = positionals;
    if (which === undefined || more.length > 0) throw new UsageError('Name one plan.');
    const canary = text('canary');
    if (flag('resume') && canary !== undefined)
      throw new UsageError('--resume keeps the canary of the push it goes on with: leave out --canary.');
    const id = /[./\\]/.test(which) ? await core().adoptPlan(path.resolve(io.cwd, which)) : which;
    // Said before anything is written: it is what the change was decided on.
    for (const warning of attachedWarnings((await call('changes.get', { id })).replay))
      io.err(`Warning (attached replay): ${warning}\n`);
    const onFailure = flag('keep-going') ? 'continue' : 'stop';
    const { change } = flag('resume')
      ? await call('changes.resume', { id, onFailure })
      : await call('changes.push', { id, onFailure, ...(canary === undefined ? {} : { canary }) });
    for (const { node, message } of change.notes ?? [])
      io.err(`Warning${node === undefined ? '' : ` (${node})`}: ${message}\n`);
    return {
      json: outcomeDocument(change),
      text: describeOutcome(change),
      exit: change.status === 'verified' ? EXIT.done : EXIT.error,
    };
  },
};

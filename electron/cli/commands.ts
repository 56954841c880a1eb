import type { Command } from './command.ts';
import { changes } from './commands/changes.ts';
import { costs } from './commands/costs.ts';
import { coverage } from './commands/coverage.ts';
import { diff } from './commands/diff.ts';
import { explain } from './commands/explain.ts';
import { importLogs } from './commands/import.ts';
import { lint } from './commands/lint.ts';
import { node } from './commands/node.ts';
import { plan } from './commands/plan.ts';
import { policy } from './commands/policy.ts';
import { pull } from './commands/pull.ts';
import { push } from './commands/push.ts';
import { query } from './commands/query.ts';
import { replay } from './commands/replay.ts';
import { resources } from './commands/resources.ts';
import { rollback } from './commands/rollback.ts';
import { sample } from './commands/sample.ts';
import { serveSampleGateways } from './commands/serve-sample.ts';
import { tariffs } from './commands/tariffs.ts';
import { verify } from './commands/verify.ts';

/** Every command there is, in the order of the help. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['sample', sample],
  ['serve-sample', serveSampleGateways],
  ['node', node],
  ['pull', pull],
  ['resources', resources],
  ['policy', policy],
  ['lint', lint],
  ['diff', diff],
  ['plan', plan],
  ['push', push],
  ['changes', changes],
  ['rollback', rollback],
  ['import', importLogs],
  ['coverage', coverage],
  ['costs', costs],
  ['tariffs', tariffs],
  ['query', query],
  ['replay', replay],
  ['explain', explain],
  ['verify', verify],
]);

import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { checkConfig, type ConfigRole } from '../../../shared/config/check-config.ts';
import { checkDoublewordConfig } from '../../../shared/config/doubleword-config.ts';
import { doublewordConfigSchema } from '../../../shared/config/doubleword/settings-schema.ts';
import { SEVERITIES, type Finding, type Severity } from '../../../shared/config/finding.ts';
import { UsageError, type Command, type CommandContext, type CommandResult } from '../command.ts';
import { fileNotRead } from '../file-not-read.ts';
import { findingsText, whereOf } from '../findings-text.ts';
import { EXIT } from '../io.ts';

const ROLES: readonly ConfigRole[] = ['policy', 'costs', 'resources', 'litellm', 'doubleword'];

export const lint: Command = {
  usage: [
    'lint [FILE…] [--kind policy|costs|resources|litellm|doubleword] [--environment] [--fail-on critical|warning|note]',
    'lint --schema doubleword',
  ],
  summary:
    'What is wrong with configuration files: all of the workspace, or those that are named. A critical finding of a Doubleword file means that dwctl would not start again with it, however well it runs now. --environment judges it with the DWCTL_ variables that are set here, as dwctl itself would. Findings at or above --fail-on (critical when left out) end it with exit code 2. --schema prints the JSON Schema of the file for other editors.',
  examples: [
    'lint',
    'lint nodes/batch/config.yaml --fail-on warning',
    'lint /etc/dwctl/config.yaml --kind doubleword --environment',
    'lint --schema doubleword > dwctl.schema.json',
  ],
  options: {
    kind: { type: 'string' },
    environment: { type: 'boolean' },
    'fail-on': { type: 'string' },
    schema: { type: 'string' },
  },
  async run(context) {
    const { positionals, text } = context;
    if (text('schema') !== undefined) return schema(context);
    const failOn = failLevel(text('fail-on') ?? 'critical');
    const files = positionals.length === 0 ? await everyFile(context) : await namedFiles(context);
    const found = files.map((file) => ({ ...file, findings: findingsOf(context, file) }));
    const findings = found.flatMap(({ name, findings: inFile }) =>
      inFile.map((finding) => ({
        rule: finding.rule,
        severity: finding.severity,
        where: whereOf(name, finding),
        message: finding.message,
        ...(finding.fix === undefined ? {} : { fix: finding.fix }),
      })),
    );
    const grave = new Set(SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1));
    return {
      json: { findings },
      text:
        found.length === 0
          ? 'The workspace has no configuration files yet.\n'
          : found.map(({ name, findings: inFile }) => findingsText(name, inFile)).join(''),
      exit: findings.some(({ severity }) => grave.has(severity)) ? EXIT.findings : EXIT.done,
    };
  },
};

interface LintedFile {
  /** As it was named. */
  readonly name: string;
  readonly text: string;
  readonly role: ConfigRole;
  /** Of a file of the workspace, where more is known than the text; null for any other. */
  readonly findings: readonly Finding[] | null;
}

function findingsOf({ flag, io }: CommandContext, { role, text, findings }: LintedFile): readonly Finding[] {
  if (role === 'doubleword' && flag('environment')) {
    const set = Object.entries(io.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return checkDoublewordConfig(text, { environment: Object.fromEntries(set) });
  }
  return findings ?? checkConfig(role, text);
}

/** The configuration files that are there, as the workspace knows them. */
async function everyFile(context: CommandContext): Promise<readonly LintedFile[]> {
  if (context.text('kind') !== undefined) throw new UsageError('--kind goes with a file.');
  const { files } = await context.call('config.files', {});
  const found: LintedFile[] = [];
  for (const { path: name, role, kind, bytes } of files) {
    if (bytes === null) continue;
    const { text, findings } = await context.call('config.read', { path: name });
    found.push({ name, text, findings, role: role === 'gateway' ? (kind ?? 'litellm') : role });
  }
  return found;
}

async function namedFiles(context: CommandContext): Promise<readonly LintedFile[]> {
  const { positionals, io } = context;
  const known = context.text('kind') === undefined ? await everyFile(context).catch(() => []) : [];
  return Promise.all(
    positionals.map(async (name) => {
      const file = path.resolve(io.cwd, name);
      const text = await readFile(file, 'utf8').catch((error: unknown) => {
        throw fileNotRead(name, error);
      });
      const own = known.find((one) => path.resolve(context.workspace, one.name) === file);
      return own === undefined
        ? { name, text, role: roleOf(context, name), findings: null }
        : { ...own, name };
    }),
  );
}

/** What a file outside the workspace is: said, or told by its name. */
function roleOf(context: CommandContext, name: string): ConfigRole {
  const kind = context.text('kind') ?? /(policy|costs|resources)\.ya?ml$/.exec(name)?.[1];
  const role = ROLES.find((one) => one === kind);
  if (role !== undefined) return role;
  if (kind !== undefined) throw new UsageError(`--kind takes ${ROLES.join(', ')}, not "${kind}".`);
  throw new UsageError(`Say with --kind what ${name} is: ${ROLES.join(', ')}.`);
}

function failLevel(text: string): Severity {
  const level = SEVERITIES.find((severity) => severity === text);
  if (level !== undefined) return level;
  throw new UsageError(`--fail-on takes ${SEVERITIES.join(', ')}, not "${text}".`);
}

function schema({ text, positionals }: CommandContext): CommandResult {
  if (positionals.length > 0) throw new UsageError('lint --schema takes no file.');
  if (text('schema') !== 'doubleword')
    throw new UsageError('--schema takes doubleword. The policy’s own: gatehouse policy schema');
  const json = doublewordConfigSchema();
  return { json, text: `${JSON.stringify(json, null, 2)}\n`, exit: EXIT.done };
}

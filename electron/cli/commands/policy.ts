import path from 'node:path';

import type { NodeProjection } from '../../../shared/contract/answers.ts';
import { GATEWAY_NAMES } from '../../../shared/fleet/node.ts';
import type { BudgetAlert } from '../../../shared/policy/budget-alerts.ts';
import { samePeriod } from '../../../shared/policy/period.ts';
import { policyJsonSchema } from '../../../shared/policy/policy-schema.ts';
import { budgetWords } from '../../../shared/policy/policy-words.ts';
import { POLICY_FILE } from '../../workspace/paths.ts';
import { policyMissing } from '../../workspace/policy-file.ts';
import { UsageError, type Command, type CommandContext, type CommandResult } from '../command.ts';
import { findingsText } from '../findings-text.ts';
import { EXIT } from '../io.ts';
import { policyText } from '../policy-text.ts';
import { suggest } from '../policy-suggest.ts';
import { SPAN_OPTIONS } from '../replayed-span.ts';
import { writeNew } from '../write-new.ts';
import { renderTable } from '../table.ts';

export const policy: Command = {
  usage: [
    'policy check [FILE] [--node NODE]',
    'policy from NODE [-o FILE]',
    'policy suggest [FILE] [--month YYYY-MM] [--from T --until T] [--node NODE] [--margin PERCENT] [--only models|budgets] [-o FILE]',
    'policy schema',
  ],
  summary:
    'The policy file: what is wrong with it and which of its rules each node enforces, with exit code 2 when there is something to mend; one made from what a node held; one whose teams may call and spend what they did in a month, with a margin (25 % when none is named); and its JSON Schema.',
  examples: [
    'policy check',
    'policy check draft.yaml --node prod-eu',
    'policy from prod-eu -o policy.yaml',
    'policy suggest --month 2026-10 --margin 20 -o suggested.yaml',
    'policy schema > policy.schema.json',
  ],
  options: {
    node: { type: 'string' },
    output: { type: 'string', short: 'o' },
    ...SPAN_OPTIONS,
    margin: { type: 'string' },
    only: { type: 'string' },
  },
  async run(context) {
    const [verb, ...rest] = context.positionals;
    switch (verb) {
      case 'check':
        return check(context, rest);
      case 'from':
        return from(context, rest);
      case 'suggest':
        return suggest(context, rest);
      case 'schema':
        return schema(rest);
      default:
        throw new UsageError('Say what to do: policy check, policy from, policy suggest or policy schema.');
    }
  },
};

function schema(rest: readonly string[]): CommandResult {
  if (rest.length > 0) throw new UsageError('policy schema takes no names.');
  const json = policyJsonSchema();
  return { json, text: `${JSON.stringify(json, null, 2)}\n`, exit: EXIT.done };
}

async function from(context: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  const [node, ...more] = rest;
  if (node === undefined || more.length > 0) throw new UsageError('Name one node.');
  const made = await context.call('policy.fromNode', { node });
  const output = context.text('output');
  if (output === undefined) return { json: made, text: made.text, isData: true, exit: EXIT.done };
  const file = path.resolve(context.io.cwd, output);
  await writeNew(file, made.text);
  return {
    json: { ...made, file },
    text: `Written to ${output}. Edit it, then: gatehouse policy check ${output}\n`,
    exit: EXIT.done,
  };
}

async function check(context: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  const [name, ...more] = rest;
  if (more.length > 0) throw new UsageError('Name one file.');
  const read = await policyText(context, name);
  if (read === null) throw policyMissing();
  const { file, text } = read;
  const { findings } = await context.call('config.check', { path: POLICY_FILE, text });
  const usable = findings.every(({ severity }) => severity !== 'critical');
  const node = context.text('node');
  const nodes = usable
    ? (await context.call('policy.projection', { text, ...(node === undefined ? {} : { nodes: [node] }) }))
        .nodes
    : [];
  const worth = findings.filter(({ severity }) => severity !== 'note');
  return {
    json: { file, findings, nodes },
    text: [findingsText(file, findings), ...nodes.map(projectionText)].join('\n'),
    exit: worth.length > 0 ? EXIT.findings : EXIT.done,
  };
}

const WORDS = {
  enforced: 'enforced here',
  'enforced-differently': 'enforced differently',
  'alert-only': 'alert only',
} as const;

function projectionText({ node, kind, version, environment, rules, alerts }: NodeProjection): string {
  const counts = Object.entries(WORDS)
    .map(([enforcement, words]) => {
      const many = rules.filter((rule) => rule.enforcement === enforcement).length;
      return `${many.toLocaleString('en')} ${words}`;
    })
    .join(', ');
  const title = `${node}: ${GATEWAY_NAMES[kind]}${version === null ? '' : ` ${version}`}, ${environment}: ${counts}.`;
  const table = renderTable(
    [{ title: 'RULE' }, { title: 'SAYS' }, { title: 'THERE' }, { title: 'HOW' }],
    rules.map(({ path: where, says, enforcement, how }) => [
      where.join(' › '),
      says,
      WORDS[enforcement],
      how,
    ]),
  );
  return `${title}\n${table}${alerts.map(alertLine).join('')}`;
}

function alertLine(alert: BudgetAlert): string {
  const { subject, name, spend, limit, period, counted, percent, threshold, soft } = alert;
  const allowed = budgetWords({ limit, period });
  if (!samePeriod(period, counted))
    return `! The ${subject} "${name}" has spent ${spend} USD ${counted === null ? 'since it was made' : `in its running period there (${counted})`}; the policy's ${allowed} cannot be set against that.\n`;
  const used = percent === null ? `${spend} USD of nothing` : `${percent} % of ${allowed}`;
  const passed = [
    ...(threshold === null ? [] : [`alert at ${threshold} %`]),
    ...(soft === null ? [] : [`soft budget of ${soft} USD`]),
  ];
  return `! The ${subject} "${name}" has spent ${used} (${passed.join(', ')}).\n`;
}

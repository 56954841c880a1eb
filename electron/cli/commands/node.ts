import * as v from 'valibot';

import { isReady, NodeEntrySchema, type NodeEntry, type NodeHealth } from '../../../shared/fleet/node.ts';
import type { NodeView } from '../../../shared/contract/answers.ts';
import { UsageError, type Command, type CommandContext, type CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { renderTable } from '../table.ts';

export const node: Command = {
  usage: [
    'node add NAME --kind litellm|doubleword --url URL --key-env VAR [--apply-key-env VAR] [--environment E] [--ca FILE]',
    'node list',
    'node check [NAME]',
    'node remove NAME',
  ],
  summary: 'The fleet: adds, lists, checks and removes nodes.',
  examples: [
    'node add prod-eu --kind litellm --url https://llm.example.com --key-env PROD_EU_KEY',
    'node check prod-eu',
  ],
  options: {
    kind: { type: 'string' },
    url: { type: 'string' },
    'key-env': { type: 'string' },
    'apply-key-env': { type: 'string' },
    environment: { type: 'string' },
    ca: { type: 'string' },
  },
  async run(context) {
    const [verb, ...names] = context.positionals;
    switch (verb) {
      case 'add':
        return add(context, names);
      case 'list':
        return list(context);
      case 'check':
        return check(context, names);
      case 'remove':
        return remove(context, names);
      default:
        throw new UsageError('Say what to do: node add, node list, node check or node remove.');
    }
  },
};

async function add(context: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const [name, ...more] = names;
  const keyEnv = context.text('key-env');
  if (name === undefined || more.length > 0) throw new UsageError('Name one node to add.');
  if (keyEnv === undefined)
    throw new UsageError('--key-env is needed: the variable that holds the key, not the key.');
  const applyKeyEnv = context.text('apply-key-env');
  const parsed = v.safeParse(NodeEntrySchema, {
    name,
    kind: context.text('kind'),
    url: context.text('url'),
    environment: context.text('environment'),
    key: { from: 'env', name: keyEnv },
    ...(applyKeyEnv === undefined ? {} : { applyKey: { from: 'env', name: applyKeyEnv } }),
    ...(context.text('ca') === undefined ? {} : { ca: context.text('ca') }),
  });
  if (!parsed.success) throw new UsageError(explain(parsed.issues[0]));
  const entry: NodeEntry = parsed.output;
  await context.core().addNode(entry);
  if (!context.io.env[keyEnv])
    context.io.err(`${keyEnv} is not set now; it must be when ${name} is asked something.\n`);
  const listed = await list(context);
  return { ...listed, text: `Added ${name}.\nNext: gatehouse node check ${name}\n` };
}

function explain(issue: v.BaseIssue<unknown>): string {
  const key = issue.path?.[0]?.key;
  const field = typeof key === 'string' ? key : '';
  if (field === 'kind') return '--kind takes litellm or doubleword.';
  if (field === 'key' || field === 'applyKey')
    return 'The name of an environment variable holds letters, digits and "_" only.';
  return `--${field}: ${issue.message.startsWith('Invalid') ? 'is needed.' : issue.message}`;
}

async function list({ call }: CommandContext): Promise<CommandResult> {
  const { nodes } = await call('fleet.list', {});
  return {
    json: { nodes: nodes.map((view) => describeNode(view, view.health)) },
    text:
      nodes.length === 0
        ? 'No nodes yet. Next: gatehouse node add NAME --kind litellm --url URL --key-env VAR\n'
        : renderNodes(nodes.map((view) => describeNode(view, view.health))),
    exit: EXIT.done,
  };
}

async function check(context: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const { checks } = await context.call('fleet.check', names.length === 0 ? {} : { nodes: [...names] });
  const { nodes } = await context.call('fleet.list', {});
  const rows = checks.flatMap((health) => {
    const view = nodes.find(({ name }) => name === health.node);
    return view === undefined ? [] : [describeNode(view, health)];
  });
  for (const { node: name, problem } of checks) {
    if (problem !== undefined)
      context.io.err(
        `${name}: ${problem.message}${problem.next === undefined ? '' : `\n  ${problem.next}`}\n`,
      );
  }
  const bad = checks.some((health) => !isReady(health));
  return { json: { nodes: rows }, text: renderNodes(rows), exit: bad ? EXIT.findings : EXIT.done };
}

async function remove({ call }: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const [name, ...more] = names;
  if (name === undefined || more.length > 0) throw new UsageError('Name one node to remove.');
  const answer = await call('fleet.remove', { name });
  return {
    json: answer,
    text: `Removed ${name} from the fleet. Its snapshots and its archive stay where they are.\n`,
    exit: EXIT.done,
  };
}

interface NodeRow {
  readonly name: string;
  readonly kind: string;
  readonly url: string;
  readonly environment: string;
  readonly version: string | null;
  readonly reachable: boolean | null;
  readonly authorised: boolean | null;
  readonly capabilities: readonly string[];
  readonly checkedAt: string | null;
  readonly problem: NodeHealth['problem'] | null;
}

function describeNode(view: NodeView, health: NodeHealth | null): NodeRow {
  return {
    name: view.name,
    kind: view.kind,
    url: view.url,
    environment: view.environment,
    version: health?.version ?? null,
    reachable: health?.reachable ?? null,
    authorised: health?.authorised ?? null,
    capabilities: health?.capabilities ?? [],
    checkedAt: health?.checkedAt ?? null,
    problem: health?.problem ?? null,
  };
}

function renderNodes(rows: readonly NodeRow[]): string {
  return renderTable(
    [
      { title: 'Node' },
      { title: 'Gateway' },
      { title: 'Version' },
      { title: 'Environment' },
      { title: 'State' },
      { title: 'URL' },
    ],
    rows.map((row) => [row.name, row.kind, row.version ?? '-', row.environment, describeState(row), row.url]),
  );
}

function describeState({ reachable, authorised, problem }: NodeRow): string {
  if (problem?.code === 'key_missing') return 'no key';
  if (reachable === null) return 'not checked';
  if (!reachable) return 'unreachable';
  if (authorised === false) return 'key refused';
  return problem === null ? 'ready' : 'not ready';
}

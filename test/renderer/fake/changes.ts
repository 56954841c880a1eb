import type { ComparisonView, ConfigFile, ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { Change, Operation } from '../../../shared/plan/plan.ts';
import { summarise } from '../../../shared/plan/plan.ts';

export const POLICY_TEXT = `version: 1
teams:
  search:
    models: [gpt-4o-mini, text-embedding-3-small]
    budget: { limit: 400 USD, period: month }
  fraud:
    models: [gpt-4o-mini]
  labs:
    models: [gpt-4o-mini]
`;

/** The files of the workspace; the gateway's one has something to mend. */
export function fakeFiles(): ConfigFileEntry[] {
  return [
    { path: 'policy.yaml', role: 'policy', node: null, kind: null, bytes: POLICY_TEXT.length, worst: null },
    {
      path: 'gateways/prod-eu.yaml',
      role: 'gateway',
      node: 'prod-eu',
      kind: 'litellm',
      bytes: 1210,
      worst: 'warning',
    },
  ];
}

export function fakeFile(path: string): ConfigFile {
  return {
    path,
    text: path === 'policy.yaml' ? POLICY_TEXT : 'model_list: []\n',
    hash: 'd'.repeat(64),
    findings:
      path === 'policy.yaml'
        ? []
        : [
            {
              rule: 'key-in-clear',
              severity: 'warning',
              message: 'A provider key stands in the file in clear.',
              fix: 'Write os.environ/OPENAI_API_KEY instead.',
              from: 0,
              to: 10,
              line: 1,
              column: 1,
            },
          ],
  };
}

export function fakeOperations(): Operation[] {
  return [
    {
      id: '1',
      node: 'prod-us',
      action: 'update',
      kind: 'team',
      name: 'search',
      resourceId: 'id-search',
      fields: [{ path: 'budget.limit', before: '300', after: '400' }],
    },
    {
      id: '2',
      node: 'prod-us',
      action: 'update',
      kind: 'team',
      name: 'fraud',
      resourceId: 'id-fraud',
      fields: [{ path: 'models', before: ['gpt-4o', 'gpt-4o-mini'], after: ['gpt-4o-mini'] }],
    },
    {
      id: '3',
      node: 'prod-us',
      action: 'create',
      kind: 'team',
      name: 'labs',
      fields: [{ path: 'models', after: ['gpt-4o-mini'] }],
    },
  ];
}

/** A plan of three operations that nobody has pushed. */
export function fakeChange(): Change {
  const operations = fakeOperations();
  return {
    id: '20261024-093000-1',
    status: 'planned',
    plan: {
      format: 1,
      id: '20261024-093000-1',
      madeAt: '2026-10-24T09:30:00Z',
      mode: 'merge',
      bases: [{ node: 'prod-us', snapshotHash: 'b'.repeat(64) }],
      operations,
      summary: summarise(operations),
      warnings: [{ node: 'prod-us', message: 'The snapshot could not read every key of this node.' }],
    },
    results: operations.map(({ id }) => ({ operation: id, status: 'waiting' })),
  };
}

/** A plan that takes back what the change of that id did. */
export function fakeRollback(id: string): Change {
  const change = fakeChange();
  const planId = '20261024-094500-2';
  return { ...change, id: planId, plan: { ...change.plan, id: planId, mode: 'sync', reverts: id } };
}

export function fakeComparison(left: string, right: string): ComparisonView {
  const changes = fakeOperations().map(({ action, kind, name, fields }) => ({ action, kind, name, fields }));
  return {
    changes,
    summary: summarise(changes),
    left: { title: left, text: POLICY_TEXT.replace('400', '300') },
    right: { title: right, text: POLICY_TEXT },
    notes: [],
    names: {},
  };
}

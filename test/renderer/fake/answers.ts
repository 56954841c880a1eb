import type { NodeView, ShellInfo } from '../../../shared/contract/answers.ts';
import { costsCsv } from '../../../shared/cost/csv.ts';
import { ProblemError } from '../../../shared/result.ts';
import { fakeCoverage, fakeReport, MONTHS } from './archive.ts';
import { fakeAuditAnswers, fakeViewAnswers } from './audit.ts';
import { fakeQueryAnswers } from './query.ts';
import { fakeReconciliation } from './reconciliation.ts';
import { fakeAttached, fakeKeptAnswers } from './kept-replays.ts';
import { fakeBudgets, fakeMatrix, fakeReplay, fakeSuggestion } from './replay.ts';
import { fakeChange, fakeComparison, fakeFile, fakeFiles, fakeRollback } from './changes.ts';
import { fakeKept, fakeNodes, fakeSnapshot, freshNode, NOW } from './fleet.ts';
import { fakeResourceAnswers } from './resources.ts';
import { fakeReprice } from './reprice.ts';
import { fakeUpgrade } from './upgrade.ts';
import type { FakeHandlers } from '../fake-handlers.ts';

/** An answer for every call: a workspace with three nodes, a month of requests and one plan. */
export function defaultAnswers(): FakeHandlers {
  let nodes: NodeView[] = fakeNodes();
  let info: ShellInfo = {
    version: '0.1.0',
    electron: '45.4.1',
    platform: 'linux',
    theme: 'system',
    keychain: 'available',
  };
  const resources = fakeResourceAnswers();
  const find = (name: string): NodeView => {
    const node = nodes.find((one) => one.name === name);
    if (node !== undefined) return node;
    throw new ProblemError({ code: 'node_unknown', message: `There is no node ${name}.` });
  };
  const some = (names: readonly string[] | undefined) => names?.map(find) ?? nodes;
  const imported = (node: string) => ({
    imports: [
      {
        node,
        read: 50_000,
        inserted: 49_874,
        repeated: 126,
        updated: 0,
        refused: 0,
        from: '2026-10-01T00:00:12Z',
        until: '2026-10-31T23:59:41Z',
        seconds: 3.2,
        refusedFile: null,
      },
    ],
  });

  return {
    'workspace.get': () => ({
      name: 'northwind-ai',
      path: '/home/kim/northwind-ai',
      sample: true,
      months: MONTHS,
      logFiles: [],
    }),
    'fleet.list': () => ({ nodes }),
    'fleet.add': ({ name, kind, url, environment }) => {
      const node = freshNode(name, kind, url, environment ?? 'default');
      nodes = [...nodes, node];
      return { node, stored: 'keychain' };
    },
    'fleet.remove': ({ name }) => {
      nodes = nodes.filter((node) => node.name !== name);
      return { removed: name };
    },
    'fleet.setKey': ({ name }) => {
      find(name);
      return { stored: 'keychain' };
    },
    'fleet.check': (args) => ({
      checks: some(args.nodes).map(({ name, health }) => ({
        node: name,
        reachable: true,
        authorised: true,
        version: '1.106.2',
        capabilities: ['readiness-details'],
        latencyMs: 40,
        ...health,
        checkedAt: NOW,
      })),
    }),
    'snapshots.pull': (args) => ({
      snapshots: some(args.nodes).flatMap(({ name, snapshot }) =>
        snapshot === null ? [] : [{ ...snapshot, node: name, changed: false }],
      ),
      failed: [],
    }),
    'snapshots.latest': ({ node }) => ({ snapshot: fakeSnapshot(find(node)) }),
    'snapshots.list': ({ node }) => ({ snapshots: fakeKept(find(node)), total: 2 }),
    'snapshots.tariffs': () => ({ tariffs: [], since: null, inPart: 0, withoutModels: [], unread: [] }),
    'resources.list': (args) => resources.list(args),
    'resources.csv': (args) => ({
      suggestedName: `${args.node}-${args.kind}.csv`,
      text: resources.csv(args),
    }),
    'resources.get': (args) => resources.get(args),
    'resources.raw': ({ id }) => ({
      rows: [{ route: 'GET /v2/team/list', text: JSON.stringify({ team_id: id, spend: 1.5 }, null, 2) }],
    }),
    'config.files': () => ({ files: fakeFiles() }),
    'config.read': ({ path }) => fakeFile(path),
    'config.check': () => ({ findings: [] }),
    'policy.projection': () => ({ nodes: [] }),
    'policy.fromNode': () => ({ path: 'policy.yaml', text: 'version: 1\nteams: {}\n' }),
    'config.fromNode': ({ node }) => ({
      path: `nodes/${node}/resources.yaml`,
      text: 'version: 1\nbudgets:\n  - name: small\n',
    }),
    'config.write': () => ({ hash: 'e'.repeat(64), findings: [] }),
    'diff.compare': ({ left, right }) => fakeComparison(sideTitle(left), sideTitle(right)),
    'changes.list': () => {
      const { id, status, plan } = fakeChange();
      const { madeAt, summary, mode, bases } = plan;
      return {
        changes: [{ id, status, madeAt, endedAt: null, nodes: bases.map(({ node }) => node), summary, mode }],
      };
    },
    'changes.get': () => ({ change: fakeChange() }),
    'changes.plan': () => ({ change: fakeChange() }),
    'changes.push': () => ({ change: { ...fakeChange(), status: 'verified' } }),
    'changes.resume': () => ({ change: { ...fakeChange(), status: 'verified' } }),
    'changes.rollback': ({ id }) => ({ change: fakeRollback(id) }),
    'changes.secrets': () => ({ secrets: [] }),
    'changes.editedFile': ({ node }) => ({
      path: `nodes/${node}/config.yaml`,
      text: 'model_list: []\n# edited\n',
      made: 1,
      left: [],
    }),
    'changes.attach': ({ replay }) => ({
      change: fakeChange(),
      ...(replay !== null && { replay: fakeAttached(replay) }),
    }),
    'changes.discard': ({ id }) => ({ removed: id }),
    'archive.importNode': ({ node }) => imported(node),
    'archive.importFiles': ({ node }) => imported(node),
    'archive.coverage': () => ({ nodes: fakeCoverage() }),
    'archive.verify': () => ({ ok: true, segments: 3, rows: 90_000, problems: [], notes: [], seconds: 0.4 }),
    'archive.repair': () => ({
      steps: [],
      ok: true,
      segments: 3,
      rows: 90_000,
      problems: [],
      notes: [],
      seconds: 0.4,
    }),
    'coverage.reconcile': ({ node, month }) => ({ reconciliation: fakeReconciliation(node, month) }),
    'coverage.reconciled': () => ({ reconciliation: null }),
    'replay.run': () => fakeReplay(),
    ...fakeKeptAnswers(),
    'replay.matrix': () => fakeMatrix(),
    'replay.budgets': () => fakeBudgets(),
    'replay.upgrade': ({ to }) => fakeUpgrade(to),
    'replay.reprice': ({ prices }) => fakeReprice(prices),
    'replay.suggest': ({ policy }) => fakeSuggestion(policy),
    ...fakeAuditAnswers(),
    ...fakeViewAnswers(),
    ...fakeQueryAnswers(),
    'costs.report': ({ month, by, only }) => ({ report: fakeReport(month, by, only) }),
    'costs.csv': ({ month, by }) => ({
      suggestedName: `costs-${month}-by-${by.join('-')}.csv`,
      text: costsCsv(fakeReport(month, by)),
    }),
    'tasks.cancel': () => ({ cancelled: true }),
    'shell.ready': () => ({ sinceLaunchMs: 640 }),
    'shell.info': () => info,
    'shell.setTheme': ({ theme }) => {
      info = { ...info, theme };
      return info;
    },
    'shell.choosePriceFile': () => ({ paths: ['/home/kim/prices.json'] }),
    'shell.chooseLogFiles': () => ({ paths: ['/home/kim/october.jsonl'] }),
    'shell.saveText': ({ suggestedName }) => ({ path: `/home/kim/${suggestedName}` }),
    'shell.copyText': ({ text }) => ({ characters: text.length }),
    'shell.openWorkspace': () => ({ path: '/home/kim/northwind-ai' }),
  };
}

function sideTitle(side: { readonly type: string; readonly node?: string; readonly path?: string }): string {
  return side.node ?? side.path ?? side.type;
}

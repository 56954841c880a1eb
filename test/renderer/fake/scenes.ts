import { deadNode, fakeNodes, freshNode } from './fleet.ts';
import { ProblemError } from '../../../shared/result.ts';
import type { FakeHandlers } from '../fake-handlers.ts';

const unreachable = new ProblemError({
  code: 'archive_unreadable',
  message: 'The archive of October 2026 cannot be read: prod-eu-2026-10.sqlite is not a database.',
  next: 'Import that month again; the file is kept under another name.',
  where: 'archive/prod-eu-2026-10.sqlite',
});

const nothingYet = {
  'workspace.get': () => ({ name: 'new', path: '/home/kim/new', sample: false, months: [], logFiles: [] }),
  'archive.coverage': () => ({ nodes: [] }),
  'config.files': () => ({ files: [] }),
  'changes.list': () => ({ changes: [] }),
} satisfies Partial<FakeHandlers>;

/** Situations that a screen must be good in, by name: for tests and for looking at them. */
export const SCENES: Readonly<Record<string, Partial<FakeHandlers>>> = {
  full: {},
  /** A workspace that was just made. */
  first: { ...nothingYet, 'fleet.list': () => ({ nodes: [] }) },
  /** Connected, not pulled, not imported. */
  connected: {
    ...nothingYet,
    'fleet.list': () => ({ nodes: [freshNode('prod-eu', 'litellm', 'https://gateway.example', 'prod')] }),
  },
  /** A node that is gone, one without its key. */
  trouble: {
    'fleet.list': () => ({
      nodes: [
        ...fakeNodes().map((node) => (node.name === 'batch' ? { ...node, key: null } : node)),
        deadNode(),
      ],
    }),
  },
  /** Nothing can be read. */
  error: {
    'fleet.list': () => {
      throw new ProblemError({
        code: 'fleet_invalid',
        message: 'The fleet file cannot be read: line 7 is not valid YAML.',
        next: 'Mend the file; nothing was changed in it.',
        where: 'fleet.yaml:7:3',
      });
    },
    'costs.report': () => {
      throw unreachable;
    },
  },
  /** Nothing answers. */
  slow: {
    'fleet.list': () => new Promise(() => undefined),
    'costs.report': () => new Promise(() => undefined),
  },
  /** Long work that goes on. */
  working: {
    'archive.importNode': (_, { emit, task }) => {
      emit('task.changed', {
        task: task ?? '',
        call: 'archive.importNode',
        label: 'Importing requests from prod-eu',
        state: 'running',
        done: 18_400,
        total: 50_000,
        unit: 'rows',
        detail: '12.4 MB',
        secondsLeft: 4,
      });
      return new Promise(() => undefined);
    },
  },
};

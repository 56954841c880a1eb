import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createGroupCosts } from '../../../electron/workspace/group-costs.ts';
import { allocationText } from '../../../shared/cost/group-rule.ts';
import type { NodeEntry } from '../../../shared/fleet/node.ts';
import type { Resource, Section, Snapshot } from '../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { ProblemError } from '../../../shared/result.ts';

const ENTRY: NodeEntry = {
  name: 'batch',
  kind: 'doubleword',
  url: 'http://127.0.0.1:1',
  environment: 'prod',
  key: { from: 'keychain' },
};

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(path.join(tmpdir(), 'group-costs-'));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

const team = (name: string, fields: JsonObject): Resource => ({
  kind: 'team',
  id: `id-${name}`,
  name,
  owner: 'database',
  fields,
  settings: {},
  observed: {},
});

function snapshot(section: Pick<Section, 'state' | 'why'>, resources: readonly Resource[]): Snapshot {
  const sections = [{ kind: 'team' as const, count: resources.length, ...section }];
  const takenAt = '2026-11-01T10:00:00.000Z';
  return {
    format: 1,
    node: 'batch',
    kind: 'doubleword',
    takenAt,
    version: null,
    sections,
    resources,
    hash: 'h',
  };
}

async function costsBy(rule: string, latest: () => Promise<Snapshot | null>) {
  await writeFile(path.join(workspace, 'costs.yaml'), `version: 1\ngroups: ${rule}\n`);
  const found = (await createGroupCosts(workspace, async () => [ENTRY], { latest }).read()).get('batch');
  if (found === undefined) throw new Error('there is no such node');
  return found;
}

const REFUSED = { state: 'absent', why: 'batch refused GET /groups.' } as const;

it.each(['{ rule: even }', '{ rule: model-access }', '{ rule: primary, primary: [search] }'])(
  'keeps the teams of the import by %s where groups could not be read, and says why',
  async (rule) => {
    const { sharesOf, allocation } = await costsBy(rule, async () => snapshot(REFUSED, []));
    expect(sharesOf).toBeNull();
    expect(allocation).toMatchObject({ groupsAt: null, rule: { name: 'only-group' } });
    expect(allocationText(allocation)).toContain('its groups could not be read. batch refused GET /groups.');
  },
);

it('keeps them by model-access where it is not known what groups may use, and not by even', async () => {
  const latest = async () =>
    snapshot({ state: 'partial', why: 'Not all models could be listed.' }, [
      team('search', { members: ['u'] }),
    ]);
  const byModels = await costsBy('{ rule: model-access }', latest);
  expect(byModels.sharesOf).toBeNull();
  expect(byModels.allocation.lack).toContain('not known which models its groups may use. Not all models');
  const even = await costsBy('{ rule: even }', latest);
  expect(even.sharesOf?.('u', 'm')).toEqual(['id-search']);
  expect(even.allocation.lack).toContain('Its groups were read in part');
});

it('says nothing where all was read, and passes on that a snapshot is damaged', async () => {
  const whole = [team('search', { members: ['u'], models: ['m'] })];
  const { allocation } = await costsBy('{ rule: model-access }', async () =>
    snapshot({ state: 'complete' }, whole),
  );
  expect(allocation.lack).toBeUndefined();
  const damaged = new ProblemError({ code: 'snapshot_damaged', message: 'This snapshot was changed.' });
  await expect(costsBy('{ rule: even }', () => Promise.reject(damaged))).rejects.toBe(damaged);
});

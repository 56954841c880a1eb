import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { KeptReplayList, ReplayAgainView } from '../../../shared/contract/kept-replay-answers.ts';
import { openCliBench } from './cli-bench.ts';
import type { CliBench } from './cli-bench.ts';

let bench: CliBench;
let own: string;
let id: string;
beforeAll(async () => {
  bench = await openCliBench();
  await bench.run('pull');
  await bench.run('import', 'prod-eu');
  own = await readFile(file('policy.yaml'), 'utf8');
}, 120_000);
afterAll(() => bench.close());
beforeEach(async () => {
  await rm(file('replays'), { recursive: true, force: true });
  await writeFile(file('policy.yaml'), own);
  await writeFile(file('draft.yaml'), DRAFT);
  id = await keep('draft.yaml');
});

const DRAFT = 'version: 1\nteams:\n  search: { models: [] }\n';

function file(...names: readonly string[]): string {
  return path.join(bench.workspace, ...names);
}

async function keep(...more: readonly string[]): Promise<string> {
  const { document } = await bench.json('replay', ...more, '--node', 'prod-eu', '--keep');
  return (document as { readonly id: string }).id;
}

async function again(of = id) {
  const { exit, document } = await bench.json('replay', 'again', of);
  return { exit, view: document as ReplayAgainView };
}

/** Changes a kept record and gives it the name that fits, as somebody who means to. */
async function forge(edit: (text: string) => string): Promise<string> {
  const before = await readFile(file('replays', `${id}.json`), 'utf8');
  const text = edit(before);
  expect(text).not.toBe(before);
  const name = createHash('sha256').update(text).digest('hex');
  await writeFile(file('replays', `${name}.json`), text);
  return name;
}

test('a kept replay is a file that its hash names, and the same replay is the same file', async () => {
  const bytes = await readFile(file('replays', `${id}.json`));
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(id);
  expect(bytes.toString()).not.toContain(bench.folder);
  expect(await keep('draft.yaml')).toBe(id);
  expect(await readdir(file('replays'))).toEqual([`${id}.json`, 'inputs']);
  const [input = ''] = await readdir(file('replays', 'inputs'));
  expect(await readFile(file('replays', 'inputs', input), 'utf8')).toBe(DRAFT);
  const { document } = await bench.json('replay', 'list');
  expect((document as KeptReplayList).replays).toMatchObject([{ id, nodes: ['prod-eu'], changes: [] }]);
});

test('it names the file whose text was replayed, also when it is run again', async () => {
  const shown = await bench.run('replay', 'show', id);
  expect(shown.out).toMatch(/^draft\.yaml \(in the place of policy\.yaml\) +[0-9a-f]{12}$/m);
  expect((await again()).view.verdict).toBe('same');
  const ofWorkspace = await bench.run('replay', 'show', await keep());
  expect(ofWorkspace.out).toMatch(/^policy\.yaml +[0-9a-f]{12}$/m);
});

test('it comes out the same, also after the policy and the node moved on', async () => {
  await writeFile(file('draft.yaml'), 'version: 1\nteams:\n  nobody: {}\n');
  await bench.run('pull');
  const said = await bench.run('replay', 'again', id.slice(0, 12));
  expect(said.exit).toBe(0);
  expect(said.out).toContain(`${id.slice(0, 12)}: the same, byte by byte.`);
  // Of another text than the workspace's policy, which it says.
  expect(said.out).toContain('policy.yaml says something else');
});

test('a text that is gone is named, and the one that is there is taken', async () => {
  await rm(file('replays', 'inputs'), { recursive: true });
  const { exit, view } = await again();
  expect(exit).toBe(2);
  expect(view).toMatchObject({ verdict: 'moved', moved: [{ what: 'file', names: ['policy.yaml'] }] });
  expect(view.differs).toContain('denied');
  await writeFile(file('policy.yaml'), DRAFT);
  expect((await again()).view.verdict).toBe('same');
});

test('requests in other segments are named, and give the same result', async () => {
  const segment = (await readdir(file('archive', 'prod-eu'))).find((name) => name.endsWith('.seg'));
  await rm(file('archive', 'prod-eu'), { recursive: true });
  await bench.run('import', 'prod-eu', '--since', '2026-10-12', '--until', '2026-11-02');
  await bench.run('import', 'prod-eu', '--since', '2026-09-01', '--until', '2026-10-12');
  const { exit, view } = await again();
  expect(exit).toBe(2);
  expect(view.differs).toEqual([]);
  expect(view.moved.map(({ what, text }) => [what, text.replace(/segments? \S+/, 'segment')])).toEqual([
    ['segments', 'prod-eu: segment is gone.'],
    ['segments', expect.stringMatching(/(?:was|were) added\.$/)],
  ]);
  expect(view.moved[0]?.names).toEqual([segment]);
  expect((await bench.run('replay', 'again', id)).out).toContain('The result is the same.');
});

test('requests that are gone are named, with what becomes of the result', async () => {
  const later = await keep('draft.yaml');
  for (const name of await readdir(file('archive', 'prod-eu')))
    if (name.endsWith('.seg')) await rm(file('archive', 'prod-eu', name));
  const { exit, out } = await bench.run('replay', 'again', later);
  expect(exit).toBe(2);
  expect(out).toMatch(/prod-eu: segments? .* cannot be read now\./);
  expect(out).toMatch(/The result is another one \(.*requests.*\): 557 requests/);
  await rm(file('archive', 'prod-eu'), { recursive: true });
  await bench.run('import', 'prod-eu');
});

describe('a record that says', () => {
  test('other rules than this version has: that these moved', async () => {
    const forged = await forge((text) =>
      text.replace(/("sha256": ")[0-9a-f]{64}(",\s+"use": "rules")/, `$1${'0'.repeat(64)}$2`),
    );
    const { exit, view } = await again(forged);
    expect(exit).toBe(2);
    expect(view.moved).toMatchObject([
      { what: 'rules', node: 'prod-eu', text: expect.stringContaining('another table of rules of 1.106.2') },
    ]);
  });

  test('another state of the node: that it moved', async () => {
    const forged = await forge((text) => text.replace(/("hash": ")[0-9a-f]{64}/, `$1${'0'.repeat(64)}`));
    const { exit, view } = await again(forged);
    expect(exit).toBe(2);
    expect(view.moved).toMatchObject([{ what: 'snapshot', node: 'prod-eu' }]);
    expect(view.differs).toEqual([]);
  });

  test('what its snapshot no longer says beside its state: that it was changed', async () => {
    const names = await readdir(file('nodes', 'prod-eu', 'snapshots'));
    const name = names.find((one) => one.endsWith('.json'));
    const snapshot = file('nodes', 'prod-eu', 'snapshots', name ?? '');
    const before = await readFile(snapshot, 'utf8');
    const after = before.replace(/"observed": \{/, '"observed": {"more": 1,');
    expect(after).not.toBe(before);
    await writeFile(snapshot, after);
    const { view } = await again();
    await writeFile(snapshot, before);
    expect(view.moved).toMatchObject([
      { what: 'snapshot', text: expect.stringContaining('beside its state') },
    ]);
  });

  test('another result of the same: an error of its own', async () => {
    const forged = await forge((text) => text.replace(/"denied": \d+,/, '"denied": 7,'));
    const { exit, document } = await bench.json('replay', 'again', forged);
    expect(exit).toBe(1);
    expect(document).toMatchObject({ error: { code: 'replay_differs' } });
    expect((document as { error: { message: string } }).error.message).toContain('(denied): 7 denied');
  });

  test('nothing that can be trusted or understood: what is wrong with it', async () => {
    const text = await readFile(file('replays', `${id}.json`), 'utf8');
    await writeFile(file('replays', `${id}.json`), text.replace('"gained": 0', '"gained": 1'));
    expect(await bench.json('replay', 'again', id)).toMatchObject({
      exit: 1,
      document: { error: { code: 'replay_damaged', where: `replays/${id}.json` } },
    });
    const newer = 'e'.repeat(64);
    await writeFile(file('replays', `${newer}.json`), '{"format":2,"result":{"denied":"many"}}');
    expect(await bench.json('replay', 'show', newer)).toMatchObject({
      document: { error: { code: 'replay_too_new' } },
    });
    await writeFile(file('replays', `${'f'.repeat(64)}.json`), '{"form');
    const { exit, out } = await bench.run('replay', 'list');
    expect(exit).toBe(2);
    expect(out).toContain('kept by a newer version');
    expect(out).toContain('cannot be understood');
    expect(out).toContain('its hash is not its name');
    expect(await bench.json('replay', 'show', 'abcdef')).toMatchObject({
      document: { error: { code: 'replay_unknown' } },
    });
  });
});

describe('attached to a plan', () => {
  test('of the same files and states, it says what it comes to and nothing else', async () => {
    const same = await keep();
    const { document } = await bench.json('plan', 'prod-eu', '--replay', same);
    const { plan, replay } = document as { plan: string; replay: { id: string; warnings: string[] } };
    expect(replay).toMatchObject({ id: same, warnings: [] });
    expect((await bench.run('changes')).out).toContain(same.slice(0, 12));
    expect((await bench.run('replay', 'list')).out).toContain(plan);
    const shown = await bench.run('changes', plan);
    expect(shown.out).toMatch(/Replay [0-9a-f]{12}: of 557 requests of prod-eu, 2026-10-01 to 2026-11-01/);
    expect((await bench.run('changes', 'detach', plan)).out).toContain('No replay is attached');
    expect((await bench.run('changes', plan)).out).not.toContain('Replay');
  });

  test('of another text, of more nodes or of a part, it is said', async () => {
    const { document } = await bench.json('plan', '--kinds', 'team');
    const { plan } = document as { plan: string };
    const { exit, out } = await bench.run('changes', 'attach', plan, id.slice(0, 12));
    expect(exit).toBe(2);
    expect(out).toContain('Warning: The replay is of another text of policy.yaml than the plan.');
    expect(out).toContain('Warning: prod-us is in this plan, and not in the replay.');
    expect(out).toContain('Warning: The plan is confined to a part');
  });

  test('whose file is lost or damaged, the change is still shown', async () => {
    const { document } = await bench.json('plan', 'prod-eu', '--replay', id);
    const { plan } = document as { plan: string };
    await rm(file('replays', `${id}.json`));
    expect((await bench.run('changes', plan)).out).toContain(`keeps no replay ${id.slice(0, 12)}`);
    await writeFile(file('changes', plan, 'replay.json'), '{"format":1');
    const { exit, out } = await bench.run('changes', plan);
    expect(exit).toBe(0);
    expect(out).toContain('Replay not known.');
  });

  test('that was pushed, nothing is attached any more', async () => {
    const { document } = await bench.json('plan', 'prod-eu', '--replay', id);
    const { plan } = document as { plan: string };
    // What the replay was not of is said once more.
    expect((await bench.run('push', plan)).err).toContain(
      'Warning (attached replay): The replay is of another text of policy.yaml than the plan.',
    );
    expect((await bench.run('changes', plan)).out).toContain(`Replay ${id.slice(0, 12)}`);
    expect(await bench.json('changes', 'attach', plan, id)).toMatchObject({
      exit: 1,
      document: { error: { code: 'change_pushed' } },
    });
  });
});

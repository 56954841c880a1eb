import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

import type { Snapshot } from '../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../shared/json.ts';
import { compareStates } from '../../shared/plan/compare-states.ts';
import type { Change, ResourceChange } from '../../shared/plan/plan.ts';
import { withEdits, type Edit } from './edits.ts';
import { NODE, openRoundCore, type RoundCore, type RoundTarget } from './round-core.ts';

/** What is gone round with. */
export interface Round {
  readonly open: () => Promise<RoundTarget>;
  readonly edits: (target: RoundTarget) => readonly Edit[];
  /** What the references in the edits stand for: made up. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly atLeast: number;
  /** Whether the gateway keeps for good what a rollback leaves there; nothing when left out. */
  readonly keeps?: (left: ResourceChange) => boolean;
}

/**
 * The whole round through the core, step by step: each test goes on where the one before it ended. The same for every kind
 * of gateway.
 */
export function testRound({ open, edits: editsOf, secrets, atLeast, keeps = () => false }: Round): void {
  let target: RoundTarget;
  let core: RoundCore;
  let first: Snapshot;
  let pushed: Change;

  beforeAll(async () => {
    target = await open();
    core = await openRoundCore(target, secrets);
  });
  afterAll(async () => {
    await core.close();
    await target.close();
  });

  it('pulls, and finds nothing to do for a file that wants what is there', async () => {
    first = await core.pull();
    const { path: file, text } = await core.call('config.fromNode', { node: NODE });
    await core.write(file, text);
    const { change } = await core.call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
  });

  it('plans just what was edited, each thing once', async () => {
    const edits = editsOf(target);
    expect(edits.length).toBeGreaterThanOrEqual(atLeast);
    const { path: file, text } = await core.call('config.fromNode', { node: NODE });
    await core.write(file, stringify(withEdits(parse(text) as JsonObject, edits)));
    const { change } = await core.call('changes.plan', { nodes: [NODE], sync: true });
    const planned = change.plan.operations.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
    expect(planned.toSorted()).toEqual(
      edits.map(({ action, kind, name }) => `${action} ${kind} ${name}`).toSorted(),
    );
  });

  it('pushes all of it, and every operation is found done when it is read again', async () => {
    const { change } = await core.call('changes.plan', { nodes: [NODE], sync: true });
    pushed = await core.push(change.id);
    expect(pushed.results.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('finds nothing left to do after a new pull', async () => {
    await core.pull();
    const { change } = await core.call('changes.plan', { nodes: [NODE], sync: true });
    expect(change.plan.operations).toEqual([]);
  });

  it('rolls all of it back, to the state of the first snapshot', async () => {
    const { change } = await core.call('changes.rollback', { id: pushed.id });
    await core.push(change.id);
    const last = await core.pull();
    const { changes } = compareStates(first.resources, last.resources, { mode: 'whole' });
    expect(changes.filter((one) => !keeps(one))).toEqual([]);
  });

  it('kept no secret in the workspace', async () => {
    const { changes } = await core.call('changes.list', {});
    const texts = await Promise.all(changes.map(({ id }) => core.call('changes.get', { id })));
    for (const secret of [...Object.values(secrets), target.masterKey])
      expect(JSON.stringify(texts)).not.toContain(secret);
  });
}

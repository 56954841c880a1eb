import { describe, expect, it } from 'vitest';
import type { Work } from '../../../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import { findPrice } from '../../../../electron/sample/litellm/models/prices.ts';
import { floatOf } from '../../../../electron/sample/litellm/python.ts';
import { startLitellmSimulator } from '../../../../electron/sample/litellm/server.ts';
import type { LitellmState } from '../../../../electron/sample/litellm/state.ts';
import { makeSampleNode } from '../../../../electron/sample/world.ts';
import { SAMPLE_MODELS } from '../../../../electron/sample/world/models.ts';
import {
  comparableState,
  countByKind,
  type Resource,
  type ResourceKind,
} from '../../../../shared/fleet/snapshot.ts';
import { compareStates } from '../../../../shared/plan/compare-states.ts';

const KEY = 'sk-made-up-master-0001';

const SIZE = { seed: 1, rows: 2000 };
const eu = makeSampleNode('prod-eu', SIZE);
const us = makeSampleNode('prod-us', SIZE);

/** What a policy governs, by the names people use. */
function governed(state: LitellmState): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...state.teams.map(
      ({ alias, models, maxBudget, rpmLimit, tpmLimit, blocked, members }): [string, unknown] => [
        `team ${alias}`,
        { models, maxBudget, rpmLimit, tpmLimit, blocked, members },
      ],
    ),
    ...state.models.map(({ name, params }): [string, unknown] => [`model ${name}`, params]),
  ]);
}

describe('the two LiteLLM nodes', () => {
  it('have drifted apart in five places, and agree in all others', () => {
    const [a, b] = [governed(eu.state), governed(us.state)];
    const names = [...new Set([...a.keys(), ...b.keys()])];
    const different = names.filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)));
    expect(different.toSorted()).toEqual([
      'model mistral-small',
      'team café-kiosk',
      'team fraud',
      'team mobile',
      'team search',
    ]);
  });

  it('hold fourteen teams and thirteen, users, hashed keys, and a literal key nowhere', () => {
    expect([eu.state.teams.length, us.state.teams.length]).toEqual([14, 13]);
    expect(eu.state.users.length).toBe(27);
    for (const { token } of eu.state.keys) expect(token).toMatch(/^[0-9a-f]{64}$/);
    const text = JSON.stringify([eu.state, us.state]);
    expect(text).not.toMatch(/"sk-(?!\.\.\.)/);
    expect(eu.state.generalSettings['master_key']).toBe('os.environ/LITELLM_MASTER_KEY');
  });

  it('say the spend of teams and keys that their logs add up to', () => {
    for (const { state, totals } of [eu, us]) {
      for (const { id, spend } of state.teams) {
        expect(Math.round(spend * 1e9)).toBe(totals.byTeam.get(id)?.spendNano ?? 0);
      }
      const keys = state.keys.reduce((sum, { spend }) => sum + Math.round(spend * 1e9), 0);
      const gone = totals.byTeam.get('team-hackathon')?.spendNano ?? 0;
      expect(keys + gone).toBe(totals.total.spendNano);
    }
  });

  it('price their requests as the gateway prices its models', () => {
    for (const model of SAMPLE_MODELS.filter(({ ownPrice }) => ownPrice !== true)) {
      const { input_cost_per_token: input, output_cost_per_token: output } =
        findPrice(model.target)?.fields ?? {};
      expect(Math.round((floatOf(input ?? null) ?? -1) * 1e9), model.name).toBe(model.inputNano);
      expect(Math.round((floatOf(output ?? null) ?? -1) * 1e9), model.name).toBe(model.outputNano);
    }
  });
});

describe('what an administrator made on both nodes', () => {
  const adapter = createLitellmAdapter();
  const work: Work = { signal: new AbortController().signal, progress: () => undefined };

  async function pulled(node: typeof eu): Promise<readonly Resource[]> {
    const { state, log, prepared } = node;
    const simulator = await startLitellmSimulator({ state, log, prepared, masterKey: KEY });
    try {
      const { resources } = await adapter.pull({ node: 'sample', url: simulator.url, key: KEY }, work);
      return resources;
    } finally {
      await simulator.close();
    }
  }

  it('is some of each kind, the same on every start, with one difference besides the five', async () => {
    const [first, again, other] = [await pulled(eu), await pulled(eu), await pulled(us)];
    expect(comparableState(again)).toEqual(comparableState(first));
    expect(countByKind(first)).toMatchObject({
      accessGroup: 1,
      budget: 4,
      credential: 2,
      customer: 4,
      guardrail: 1,
      guardrailPolicy: 1,
      policyAttachment: 1,
      tag: 2,
    });
    const made = first.find(({ kind }) => kind === 'guardrail');
    expect(made?.observed['created_at']).toMatch(/^2026-06-15T08:30/);
    const kinds = new Set<ResourceKind>([
      'accessGroup',
      'budget',
      'credential',
      'customer',
      'guardrail',
      'guardrailPolicy',
      'policyAttachment',
      'tag',
    ]);
    const of = (all: readonly Resource[]): readonly Resource[] => all.filter(({ kind }) => kinds.has(kind));
    const { changes } = compareStates(of(first), of(other), { mode: 'whole' });
    expect(changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`)).toEqual([
      'update guardrail personal-data',
    ]);
  });

  it('fails the start where a call is refused', async () => {
    const prepared = { atMs: 0, calls: [{ method: 'POST', path: '/policies', body: {} }] };
    const { state, log } = eu;
    await expect(startLitellmSimulator({ state, log, prepared, masterKey: KEY })).rejects.toThrow(
      /^POST \/policies was answered 4/,
    );
  });
});

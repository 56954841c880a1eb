import { readFile } from 'node:fs/promises';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { journalFile } from '../../../electron/changes/journal.ts';
import { gatewayError, GatewayError } from '../../../electron/gateways/http/problems.ts';
import { MaybeWrittenError } from '../../../electron/gateways/maybe-written.ts';
import { ProblemError } from '../../../shared/result.ts';
import { createBench } from '../../helpers/core-bench.ts';
import { heldTeam } from '../../helpers/fake-gateway.ts';

const FILE = `version: 1
teams:
  - { name: b, models: [x], settings: { metadata: { pin: "\${TEAM_PIN}" } } }
  - { name: c, models: [x] }
`;

/** Where a gateway repeats what it was sent. */
const PLACES = ['send', 'again', 'reread', 'settle', 'check', 'id', 'other'] as const;
const STATUSES = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 504, null] as const;

function failure(status: number | null, secret: string, isWritten: boolean): ProblemError {
  const place = { node: 'eu', route: `POST /team/${secret}`, secrets: [] };
  const code = status === null ? 'node_unreachable' : 'gateway_failed';
  const said = { code, message: `Not ${secret}, please.`, next: `Try without ${secret}.` };
  const { problem } = gatewayError(place, status, said);
  // What the HTTP client makes of it may say less; here all of it is repeated.
  const error = new GatewayError({ ...problem, message: said.message, next: said.next }, status, 1);
  return isWritten ? new MaybeWrittenError(error, null) : error;
}

/** Pushes; resolves with everything that is told or kept of it. */
async function toldOf(
  secret: string,
  place: (typeof PLACES)[number],
  status: number | null,
  isWritten: boolean,
): Promise<readonly string[]> {
  const bench = await createBench();
  bench.litellm.held.set('eu', [heldTeam('a', { models: ['x'] })]);
  await bench.write('nodes/eu/resources.yaml', FILE);
  await bench.handlers['snapshots.pull']({ nodes: ['eu'] }, bench.context);
  const { change } = await bench.handlers['changes.plan']({ nodes: ['eu'], sync: false }, bench.context);
  let sent = 0;
  const fail = () => {
    throw failure(status, secret, isWritten);
  };
  bench.litellm.onApply = (operation, write) => {
    if (operation.name === (place === 'other' ? 'b' : 'c')) return write();
    sent += 1;
    if (place === 'id') return `made-${secret}`;
    if (place === 'again' && sent > 1) return fail();
    if (place === 'send' || place === 'other') return fail();
    const made = write();
    // A half of it, with the secret in a field that the plan names.
    if (place === 'settle') bench.litellm.held.set('eu', [heldTeam('b', { models: [secret] }, made)]);
    if (place === 'settle' || place === 'again') throw failure(place === 'again' ? 503 : 500, secret, true);
    return made;
  };
  if (place === 'reread') bench.litellm.onReread = fail;
  if (place === 'check') bench.litellm.onPull = fail;
  const told: string[] = [];
  const call = async (task: () => Promise<unknown>) => {
    told.push(
      JSON.stringify(
        await task().catch((error: unknown) => [
          error instanceof ProblemError ? error.problem : 'no problem',
          String(error),
        ]),
      ),
    );
  };
  const { id } = change;
  await call(() =>
    bench.handlers['changes.push'](
      { id, onFailure: 'continue', secrets: { TEAM_PIN: secret } },
      bench.context,
    ),
  );
  bench.keys.set('env/TEAM_PIN', secret);
  bench.now = new Date(bench.now.getTime() + 600_000);
  await call(() => bench.handlers['changes.get']({ id }, bench.context));
  told.push(await readFile(journalFile(bench.workspace, id), 'utf8').catch(() => ''));
  return told;
}

describe('a secret of a push', { timeout: 120_000 }, () => {
  it('is in no journal, change, plan or error, wherever a gateway repeats it', async () => {
    const words = (await toldOf('-', 'send', 400, false)).join('');
    const secret = fc
      .oneof(
        fc.string({ minLength: 6, maxLength: 24 }),
        fc.string({ minLength: 6, maxLength: 24, unit: 'grapheme' }),
        fc.constantFrom('hunter2-plain', 'quo"ted\\value', 'with space', '*****x', '$&-$1-$$'),
      )
      .filter((text) => text.trim().length >= 6 && !words.includes(text));
    // Those that are tried again wait a second each.
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(secret, fc.constantFrom(...PLACES), fc.constantFrom(...STATUSES), fc.boolean()), {
          minLength: 25,
          maxLength: 25,
        }),
        async (rounds) => {
          await Promise.all(
            rounds.map(async ([text, place, status, isWritten]) => {
              const told = await toldOf(text, place, status, isWritten);
              const spelled = JSON.stringify(text).slice(1, -1);
              const where = `${place} ${status} ${isWritten}: ${text}`;
              for (const part of told) {
                expect(part.includes(text), where).toBe(false);
                expect(part.includes(spelled), where).toBe(false);
              }
            }),
          );
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { openArchive } from '../../../../electron/archive/archive.ts';
import type { Archive } from '../../../../electron/archive/archive.ts';
import { openLogSource } from '../../../../electron/archive/sources/open-log-source.ts';
import { readSpendLog } from '../../../../electron/gateways/litellm/spend-log.ts';
import type { LogPage } from '../../../../electron/gateways/adapter.ts';
import type { LoggedRequest } from '../../../../shared/audit/logged-request.ts';
import { makeRequest, quietWork, sourceOf } from '../../../helpers/requests.ts';

/** What is done to an archive, one after the other; each can be ended at any point. */
export const STEPS = ['file', 'update', 'log', 'log-again', 'packed'] as const;
export type Step = (typeof STEPS)[number];

export const NODE = 'eu';
export type Model = ReadonlyMap<string, LoggedRequest>;

/** A row of a spend log. */
function row(id: string, spend = 0.001): string {
  const number = Number(id.split('-')[1]);
  const startTime = new Date(Date.UTC(2026, 9, 10, 8, number * 7)).toISOString();
  return JSON.stringify({
    request_id: id,
    startTime,
    spend,
    prompt_tokens: 7,
    team_id: `team-${number % 3}`,
  });
}
const rows = (name: string, from: number, until: number): string[] =>
  Array.from({ length: until - from }, (_, at) => row(`${name}-${from + at}`));

const FILES: Readonly<Record<'file' | 'update' | 'packed', readonly string[]>> = {
  file: [...rows('id', 0, 9), '{"request_id":"cut', ...rows('id', 9, 17)],
  update: [
    row('id-3', 2),
    row('id-4'),
    ...rows('id', 20, 29),
    row('id-5', 3),
    row('id-5', 4),
    row('id-6', 5),
  ],
  packed: [...rows('id', 30, 41), row('id-0', 6), row('id-1', 7)],
};

const START = Date.UTC(2026, 9, 11);
const logged = (number: number, spendNano = 1_000_000): LoggedRequest =>
  makeRequest({ id: `log-${number}`, startMs: START + number * 60_000, spendNano });
const PAGES: Readonly<Record<'log' | 'log-again', readonly (readonly LoggedRequest[])[]>> = {
  log: [0, 1, 2, 3, 4].map((page) => Array.from({ length: 6 }, (_, at) => logged(page * 6 + at))),
  'log-again': [
    [logged(28), logged(29, 5)],
    [logged(30), logged(31), logged(2, 8)],
  ],
};

/** Writes the files that the steps import. */
export async function writeGiven(given: string): Promise<void> {
  await mkdir(given, { recursive: true });
  for (const [name, lines] of Object.entries(FILES)) {
    const text = `${lines.join('\n')}\n`;
    await writeFile(join(given, name), name === 'packed' ? gzipSync(text) : text);
  }
}

/** An archive of tiny segments that commits often. */
export function openSmall(folder: string, now = () => new Date('2026-11-20T12:00:00Z')): Archive {
  return openArchive(folder, { now, threads: 0, capacity: 5, commitRows: 10, importWaitMs: 0 });
}

async function* pagesOf(step: 'log' | 'log-again'): AsyncGenerator<LogPage> {
  for (const [number, page] of PAGES[step].entries()) {
    const refused =
      number === 1 ? [{ where: `${step}, row 9`, reason: 'made to be refused', raw: '{}' }] : [];
    const sinceMs = START;
    const untilMs = Math.max(...page.map(({ startMs }) => startMs)) + 1;
    yield { rows: page, refused, bytes: 100, covered: { sinceMs, untilMs } };
  }
}

/** Does one step with an archive. */
export async function runStep(archive: Archive, given: string, step: Step): Promise<void> {
  if (step === 'log' || step === 'log-again') {
    const window = { sinceMs: START, untilMs: START + 86_400_000 };
    await archive.importPages(NODE, sourceOf([], { window, pages: pagesOf(step) }), quietWork());
  } else await archive.importSource(NODE, await openLogSource(join(given, step)), quietWork());
}

/** What the archive may hold when a step was ended, and last what it holds when it was not. */
export function statesOf(before: Model, step: Step): readonly Model[] {
  const groups: readonly (readonly LoggedRequest[])[] =
    step === 'log' || step === 'log-again'
      ? PAGES[step]
      : [
          FILES[step].flatMap((line) => {
            const outcome = line.endsWith('}') ? readSpendLog(JSON.parse(line)) : null;
            return outcome?.ok === true ? [outcome.request] : [];
          }),
        ];
  const states = [before];
  for (const group of groups) {
    const next = new Map(states.at(-1));
    for (const request of group) next.set(request.id, request);
    states.push(next);
  }
  return states;
}

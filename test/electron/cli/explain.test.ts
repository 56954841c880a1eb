import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { typeCommand } from './cli-bench.ts';

const CASES = path.join(import.meta.dirname, '../../fixtures/litellm-verdicts/cases-1.106.2.json');

test('prints a verdict and its reason for each case, and whether the gateway answered the same', async () => {
  const cwd = await temporaryFolder();
  await copyFile(CASES, path.join(cwd, 'cases.json'));
  const { exit, out, err } = await typeCommand(['explain', 'cases.json'], { cwd });
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(337);
  expect(lines.at(-1)).toMatch(
    /^336 requests: \d+ allowed, \d+ refused\. 336 of 336 recorded answers are the same\.$/,
  );
  expect(out).toMatch(/^\d+ {2}refused 422 budget_exceeded {2}The key's budget is used up: /m);

  const json = await typeCommand(['explain', 'cases.json', '--json'], { cwd });
  expect(JSON.parse(json.out)).toMatchObject({
    verdicts: expect.arrayContaining([{ allowed: true, because: expect.any(String) as string }]) as unknown,
    recorded: { answers: 336, differing: [] },
  });
});

test('ends with 2 and names what differs, and says whose rules were taken', async () => {
  const cwd = await temporaryFolder();
  const text = (await readFile(CASES, 'utf8')).replace('"version":"1.106.2"', '"version":"1.82.0"');
  await writeFile(path.join(cwd, 'cases.json'), text);
  const { exit, out, err } = await typeCommand(['explain', 'cases.json'], { cwd });
  expect(exit).toBe(2);
  expect(err).toBe(
    'The rules of LiteLLM 1.82.0 are not known; these are those of 1.81.13, the nearest release that is.\n',
  );
  expect(out).toMatch(/Different: \d+, .* and \d+ more\.\n$/);
});

test('a file that is not there, or is no file of cases, is an error with the next step', async () => {
  const cwd = await temporaryFolder();
  const gone = await typeCommand(['explain', 'cases.json'], { cwd });
  expect(gone).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/cases\.json could not be read \(it is not there\)/) as string,
  });
  await writeFile(path.join(cwd, 'cases.json'), '{"cases":[]}');
  const wrong = await typeCommand(['explain', 'cases.json'], { cwd });
  expect(wrong).toMatchObject({
    exit: 1,
    err: expect.stringMatching(/cannot be explained: gateway[\s\S]*Give a JSON file/) as string,
  });
  expect((await typeCommand(['explain'], { cwd })).exit).toBe(64);
});

test('says which cases another release would answer otherwise, and because of what', async () => {
  const cwd = await temporaryFolder();
  await copyFile(CASES, path.join(cwd, 'cases.json'));
  const { exit, out, err } = await typeCommand(['explain', 'cases.json', '--as-version', '1.81.13'], { cwd });
  expect({ exit, err }).toEqual({ exit: 2, err: '' });
  expect(out).toMatch(
    /^\d+ {2}\S+: refused → allowed {2}The budget of a user refuses once it is passed in 1\.81\.13/m,
  );
  expect(out).toMatch(
    /^\d+ of 336 requests change their verdict from 1\.106\.2 to 1\.81\.13; \d+ more are refused/m,
  );
  expect(out).toMatch(/^budgets\.user +0 +\d+ {2}/m);
  expect(out).toMatch(/^Differs, and changes no verdict here:\n- /m);

  const json = await typeCommand(['explain', 'cases.json', '--as-version', '1.81.13', '--json'], { cwd });
  const { changed, requests } = JSON.parse(json.out) as { changed: unknown[]; requests: number };
  expect(requests).toBe(336);
  expect(out).toContain(`${changed.length} of 336`);

  const same = await typeCommand(['explain', 'cases.json', '--as-version', '1.106.2'], { cwd });
  expect(same).toMatchObject({
    exit: 0,
    err: '',
    out: expect.stringMatching(/^0 of 336 requests change/) as string,
  });
  const newer = await typeCommand(['explain', 'cases.json', '--as-version', '1.111.0'], { cwd });
  expect(newer.err).toBe(
    'The rules of LiteLLM 1.111.0 are not known; these are those of 1.110.2, the nearest release that is.\nThe rules of 1.110.2 for lists of models and for budgets are confirmed by its own check functions; its limits, and when its budgets start anew, were read in its source code.\n',
  );
  await writeFile(path.join(cwd, 'other.json'), '{"gateway":"doubleword","requests":[]}');
  expect(await typeCommand(['explain', 'other.json', '--as-version', '1.81.13'], { cwd })).toMatchObject({
    exit: 1,
    err: expect.stringMatching(
      /other\.json is of Doubleword, and other releases are known of LiteLLM only\./,
    ) as string,
  });
  const none = await typeCommand(['explain', 'cases.json', '--as-version', 'newest'], { cwd });
  expect(none).toMatchObject({
    exit: 1,
    err: expect.stringMatching(
      /"newest" is no version of LiteLLM\.\n +Write one such as 1\.110\.2\./,
    ) as string,
  });
});

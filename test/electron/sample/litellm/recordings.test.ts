import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../../electron/sample/litellm/release.ts';
import { recordingNames } from './recording.ts';
import { replayRelease } from './replay/all.ts';
import { LENIENT, LENIENT_BEFORE } from './replay/lenient.ts';

describe.each(RELEASES)('the simulator answers as LiteLLM %s did', (release) => {
  const names = recordingNames(release);
  const outcomes = replayRelease(release);
  const replayed = new Set(outcomes.map(({ name }) => name));
  const lenient = names.filter((name) => LENIENT[name] !== undefined);

  it.each([...new Set(outcomes.map(({ area }) => area))])('%s', (area) => {
    const wrong = outcomes.filter((outcome) => outcome.area === area && outcome.problems.length > 0);
    const told = wrong.map(({ name, problems }) => `${name}: ${problems.slice(0, 4).join('; ')}`);
    expect(told).toEqual([]);
  });

  it(`in all ${names.length} recordings, ${names.length - lenient.length} of them in every value`, () => {
    expect(names.filter((name) => !replayed.has(name))).toEqual([]);
    expect([...replayed].filter((name) => !names.includes(name))).toEqual([]);
    expect(outcomes.length).toBe(names.length);
  });
});

it('says why a recording is not compared in every value, and names none that is not there', () => {
  const names = new Set(RELEASES.flatMap((release) => recordingNames(release)));
  const exceptions = [...Object.entries(LENIENT), ...Object.entries(LENIENT_BEFORE)];
  expect(exceptions.map(([name]) => name).filter((name) => !names.has(name))).toEqual([]);
  for (const [, { because }] of exceptions) expect(because.length).toBeGreaterThan(10);
});

import { describe, expect, it } from 'vitest';
import { RELEASES } from '../../../../electron/sample/litellm/release.ts';
import { recordingNames } from './recording.ts';
import { replayRelease } from './replay/all.ts';
import { LENIENT } from './replay/lenient.ts';
import { NOT_REPLAYED } from './replay/not-replayed.ts';

describe.each(RELEASES)('the simulator answers as LiteLLM %s did', (release) => {
  const names = recordingNames(release);
  const outcomes = replayRelease(release).filter(({ name }) => NOT_REPLAYED[name] === undefined);
  const replayed = new Set(outcomes.map(({ name }) => name));
  const left = names.filter((name) => NOT_REPLAYED[name] !== undefined);
  const areas = [...new Set(outcomes.map(({ area }) => area))];

  it.each(areas)('%s', (area) => {
    const wrong = outcomes.filter((outcome) => outcome.area === area && outcome.problems.length > 0);
    const told = wrong.map(({ name, problems }) => `${name}: ${problems.slice(0, 4).join('; ')}`);
    expect(told).toEqual([]);
  });

  it(`in ${replayed.size} of ${names.length} recordings, ${left.length} left out for a reason, none unnamed`, () => {
    expect(names.filter((name) => !replayed.has(name) && NOT_REPLAYED[name] === undefined)).toEqual([]);
    expect(replayed.size + left.length).toBe(names.length);
    expect(outcomes.length).toBe(replayed.size);
  });
});

it('makes no exception for a recording that is not there', () => {
  const names = new Set(RELEASES.flatMap((release) => recordingNames(release)));
  const unknown = [...Object.keys(LENIENT), ...Object.keys(NOT_REPLAYED)].filter((name) => !names.has(name));
  expect(unknown).toEqual([]);
  for (const { because } of Object.values(LENIENT)) expect(because.length).toBeGreaterThan(10);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeHttp } from '../../recordings/judge-http.ts';
import { judgeOther } from '../../recordings/judge-other.ts';
import { lostFields } from '../../recordings/recompose.ts';
import { readRecording } from '../../recordings/recording.ts';

interface Draft {
  request: Record<string, unknown>;
  response: { status: number; headers: Record<string, string>; body: Record<string, unknown> };
}

/** The faults found in a recording after a change to it. */
function faults(file: string, change: (draft: Draft) => unknown = () => undefined): readonly string[] {
  const draft = JSON.parse(readFileSync(`test/fixtures/gateways/${file}.json`, 'utf8')) as Draft;
  change(draft);
  const recording = readRecording(JSON.stringify(draft), '');
  return recording.layout === 'http' ? judgeHttp(recording) : judgeOther(recording);
}

const TEAMS = 'litellm/recorded/team-v2-list-alias-partial';
const KEYS = 'litellm/recorded/key-list-full-object';
const LOG = 'litellm/recorded/spend-logs-v2-page1';

describe('the judge of recordings', () => {
  it.each([
    TEAMS,
    KEYS,
    LOG,
    'doubleword/recorded/overload-401-valid-key',
    'doubleword/recorded/configfile-bad-yaml',
    'doubleword/recorded/configlive-proxy-header-on',
  ])('finds nothing wrong with %s', (file) => {
    expect(faults(file)).toEqual([]);
  });

  it('copes with fields, numbers and routes it never saw', () => {
    const change = ({ response }: Draft): void => {
      for (const team of response.body['teams'] as Record<string, unknown>[])
        team['new_field'] = { deep: [1, 2 ** 53 - 1] };
    };
    expect(faults(TEAMS, change)).toEqual([]);
    expect(faults(TEAMS, ({ request }) => (request['path'] = '/v9/new/route'))).toEqual([]);
  });

  it('finds rows that are refused', () => {
    const noId = ({ response }: Draft): void => {
      for (const team of response.body['teams'] as Record<string, unknown>[]) delete team['team_id'];
    };
    expect(faults(TEAMS, noId)).toContain('teams, row 1 refused: it has no id');
    const badRow = ({ response }: Draft): void => {
      for (const row of response.body['data'] as Record<string, unknown>[]) row['startTime'] = 'never';
    };
    expect(faults(LOG, badRow).join()).toContain('startTime');
  });

  it('finds an answer that is not what its status or type says', () => {
    expect(faults(TEAMS, ({ response }) => (response.body = {})).join()).toContain('does not hold teams');
    const page = ({ response }: Draft): void => {
      response.headers = { 'content-type': 'text/html' };
    };
    // A web page is the right thing to refuse: nothing is wrong with that.
    expect(faults(TEAMS, page)).toEqual([]);
  });

  it('finds fields that were lost', () => {
    const request = { id: 'r', extra: {} } as never;
    expect(lostFields({ source: { id: 'r', gone: 'x', empty: null, left: 1 }, request }, ['left'])).toEqual([
      'gone',
    ]);
  });

  it('does not read what is no recording', () => {
    expect(() => readRecording('[]', 'litellm')).toThrow('not an object');
    expect(() => readRecording('{"gateway":"other"}', '')).toThrow('unknown gateway');
    expect(() => readRecording('{', '')).toThrow(SyntaxError);
    expect(() => readRecording('{"request":{},"response":{}}', 'litellm')).toThrow('no method');
  });
});

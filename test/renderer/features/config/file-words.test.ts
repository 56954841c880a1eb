import { describe, expect, it } from 'vitest';

import {
  countFindings,
  describeFile,
  nameFile,
  orderFindings,
  orderFiles,
  placeOfFinding,
} from '../../../../renderer/features/config/file-words.ts';
import type { ConfigFileEntry } from '../../../../shared/contract/answers.ts';

function gateway(node: string): ConfigFileEntry {
  return { path: `gateways/${node}.yaml`, role: 'gateway', node, kind: 'litellm', bytes: 1, worst: null };
}
const policy: ConfigFileEntry = {
  path: 'policy.yaml',
  role: 'policy',
  node: null,
  kind: null,
  bytes: 1,
  worst: null,
};

describe('the list of files', () => {
  it('puts the policy first and nodes in the order people count', () => {
    const names = orderFiles([gateway('eu-10'), gateway('eu-2'), policy]).map((file) => nameFile(file));
    expect(names).toEqual(['policy.yaml', 'eu-2', 'eu-10']);
  });

  it('says what each file is', () => {
    expect(describeFile(policy)).toBe('Policy for all gateways');
    expect(describeFile(gateway('eu'))).toBe('LiteLLM config');
  });
});

describe('findings in words', () => {
  const note = { rule: 'a', severity: 'note', message: 'm', from: 1 } as const;
  const critical = { rule: 'b', severity: 'critical', message: 'm', from: 9, line: 2, column: 4 } as const;

  it('counts them by severity', () => {
    expect(countFindings([])).toBe('No findings');
    expect(countFindings([note, critical, note])).toBe('1 critical, 2 notes');
  });

  it('lists the gravest first', () => {
    expect(orderFindings([note, critical])).toEqual([critical, note]);
  });

  it('names the place as far as it is known', () => {
    expect(placeOfFinding(critical)).toBe('line 2, column 4');
    expect(placeOfFinding(note)).toBe('');
  });
});

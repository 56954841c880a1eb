import { describe, expect, it } from 'vitest';

import { openDraft, editDraft, checkedDraft } from '../../../../renderer/features/config/draft.ts';
import {
  asEdited,
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

describe('a file with edits that are not saved', () => {
  const finding = { rule: 'yaml-syntax', severity: 'critical', message: 'This is not valid YAML.' } as const;
  const opened = openDraft({ path: 'policy.yaml', text: 'a: 1', hash: 'd', findings: [] });
  const broken = checkedDraft(editDraft(opened, 'a: ['), 'a: [', [{ ...finding, severity: 'note' }, finding]);

  it('is as good as its open text, not as the file on the disk', () => {
    expect(asEdited(policy, broken).worst).toBe('critical');
    expect(asEdited({ ...policy, worst: 'critical' }, editDraft(opened, 'a: 2')).worst).toBeNull();
    expect(asEdited({ ...policy, bytes: null }, broken).bytes).not.toBeNull();
  });

  it('is what the core says of it while there is no edit', () => {
    expect(asEdited({ ...policy, worst: 'warning' }, opened).worst).toBe('warning');
    expect(asEdited(policy, null)).toBe(policy);
  });
});

import * as v from 'valibot';

import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import { readYaml, type YamlText } from '../config/yaml-text.ts';
import { checkNames, type KnownNames } from './policy-names.ts';
import { PolicySchema, type Policy, type PolicyTeam } from './policy.ts';

/** A policy file that was read. */
export interface PolicyText {
  /** Null when a critical finding says why the file cannot be used. */
  readonly policy: Policy | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads the policy file. Never rejects: everything wrong with it is a finding with its place.
 * @param known what the fleet has; without it a misspelt name cannot be told from a new one.
 */
export function readPolicy(text: string, known: KnownNames = {}): PolicyText {
  const yaml = readYaml(text, 'core');
  if (!yaml.readable) return { policy: null, findings: yaml.findings };
  if (yaml.value === null) return { policy: null, findings: [...yaml.findings, emptyFile()] };
  const parsed = v.safeParse(PolicySchema, yaml.value);
  if (!parsed.success) {
    return {
      policy: null,
      findings: [...yaml.findings, ...parsed.issues.map((issue) => finding(yaml, issue))],
    };
  }
  const policy: Policy = {
    modelGroups: new Map(Object.entries(parsed.output.modelGroups ?? {})),
    teams: new Map<string, PolicyTeam>(
      Object.entries(parsed.output.teams ?? {}).map(([name, team]) => [name, team ?? {}]),
    ),
  };
  const findings = [...yaml.findings, ...checkNames(policy, yaml.place, known)];
  const usable = findings.every(({ severity }) => severity !== 'critical');
  return { policy: usable ? policy : null, findings };
}

function finding(yaml: YamlText, issue: v.BaseIssue<unknown>): Finding {
  const path: YamlPath = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  const last = String(path.at(-1) ?? '');
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return {
      rule: 'policy-unknown-key',
      severity: 'critical',
      message: `The policy file has no key "${last}" here.`,
      fix: 'Check the spelling, or remove it.',
      ...yaml.place(path, 'key'),
    };
  }
  if (issue.type === 'strict_object' && issue.received === 'undefined') {
    return {
      rule: 'policy-missing-key',
      severity: 'critical',
      message: `"${last}" is missing.`,
      fix: last === 'version' ? 'Write "version: 1" at the top.' : `Add ${last}.`,
      ...yaml.place(path),
    };
  }
  return {
    rule: 'policy-value',
    severity: 'critical',
    message: `"${last}" cannot have this value.`,
    fix: issue.message.startsWith('Invalid')
      ? 'Compare it with the example in the documentation.'
      : issue.message,
    ...yaml.place(path),
  };
}

function emptyFile(): Finding {
  return {
    rule: 'policy-empty',
    severity: 'critical',
    message: 'The policy file is empty.',
    fix: 'Start it with "version: 1" and "teams:".',
    line: 1,
    column: 1,
    from: 0,
    to: 0,
  };
}

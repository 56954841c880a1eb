import * as v from 'valibot';

import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import { readYaml, type YamlText } from '../config/yaml-text.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { checkNames, type KnownNames } from './policy-names.ts';
import { PolicySchema } from './policy-format.ts';
import { checkTerms } from './policy-terms.ts';
import { BUILT_IN_ROLES, DEFAULT_ALERT_AT, type Policy } from './policy.ts';

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
  const noticed = withoutDates(yaml);
  const parsed = v.safeParse(PolicySchema, yaml.value);
  if (!parsed.success) {
    const rest = v.safeParse(PolicySchema, withoutFaults(yaml.value, parsed.issues));
    return {
      policy: null,
      findings: [
        ...noticed,
        ...parsed.issues.map((issue) => finding(yaml, issue)),
        ...(rest.success ? meaningOf(policyOf(rest.output), yaml, known) : []),
      ],
    };
  }
  const policy = policyOf(parsed.output);
  const findings = [...noticed, ...meaningOf(policy, yaml, known)];
  const usable = findings.every(({ severity }) => severity !== 'critical');
  return { policy: usable ? policy : null, findings };
}

/** What of a policy that can be read means nothing, or something else than it seems to. */
function meaningOf(policy: Policy, { place }: YamlText, known: KnownNames): readonly Finding[] {
  return [...checkNames(policy, place, known), ...checkTerms(policy, place, known.at)];
}

/** Sections whose entries have rules that nothing else in the file refers to. */
const OF_RULES: ReadonlySet<unknown> = new Set(['models', 'teams', 'users', 'keys']);

/**
 * The file without the rules that cannot be read, so that all other faults are told at once. Null where one is elsewhere:
 * without a group or a role, what refers to it would seem to be wrong.
 */
function withoutFaults(value: JsonValue, issues: readonly v.BaseIssue<unknown>[]): JsonValue {
  const whole = JSON.parse(JSON.stringify(value)) as JsonValue;
  for (const { path = [] } of issues) {
    const [section, name, rule] = path.map(({ key }) => String(key));
    const entries = isJsonObject(whole) ? whole[section ?? ''] : undefined;
    const entry = isJsonObject(entries) ? entries[name ?? ''] : undefined;
    if (!OF_RULES.has(section) || rule === undefined || !isJsonObject(entry)) return null;
    Reflect.deleteProperty(entry, rule);
  }
  return whole;
}

function policyOf(read: v.InferOutput<typeof PolicySchema>): Policy {
  return {
    timeZone: read.timeZone ?? 'UTC',
    alertAt: [...(read.alertAt ?? DEFAULT_ALERT_AT)].sort((a, b) => a - b),
    roles: new Map([...BUILT_IN_ROLES, ...Object.entries(read.roles ?? {})]),
    modelGroups: mapOf(read.modelGroups),
    models: mapOf(read.models),
    defaults: read.defaults ?? {},
    teams: mapOf(read.teams),
    users: mapOf(read.users),
    keys: mapOf(read.keys),
    exceptions: read.exceptions ?? [],
  };
}

/** An unquoted day is read as a day here, where a day is written: nothing about it is uncertain. */
function withoutDates({ value, findings, place }: YamlText): readonly Finding[] {
  const exceptions = isJsonObject(value) ? value['exceptions'] : undefined;
  if (!Array.isArray(exceptions) || exceptions.length === 0) return findings;
  const days = new Set(
    exceptions.flatMap((_exception, index) =>
      ['from', 'until'].map((key) => place(['exceptions', index, key]).from),
    ),
  );
  return findings.filter(
    ({ rule, from }) => rule !== 'yaml-ambiguous' || from === undefined || !days.has(from),
  );
}

function mapOf<Item>(record: Readonly<Record<string, Item>> | null | undefined): ReadonlyMap<string, Item> {
  return new Map(Object.entries(record ?? {}));
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
      message: MISSING[last]?.message ?? `"${last}" is missing.`,
      fix: MISSING[last]?.fix ?? `Add ${last}.`,
      ...yaml.place(path),
    };
  }
  return {
    rule: 'policy-value',
    severity: 'critical',
    message: `${nameOf(path)} cannot have this value.`,
    fix: issue.message.startsWith('Invalid')
      ? 'Compare it with the example in the documentation.'
      : issue.message,
    ...yaml.place(path),
  };
}

/** A key of the file, an entry of a list, or the file itself, as the begin of a sentence. */
function nameOf(path: YamlPath): string {
  const [last, list] = [path.at(-1), path.at(-2)];
  if (last === undefined) return 'The policy file';
  return typeof last === 'number' ? `Entry ${last + 1} of "${list ?? ''}"` : `"${last}"`;
}

/** What is said of keys that are missing. */
const MISSING: Readonly<Record<string, { readonly message?: string; readonly fix: string }>> = {
  version: { fix: 'Write "version: 1" at the top.' },
  period: {
    message: '"period" is missing: this budget does not say when it starts anew.',
    fix: 'Add period: day, week, month, or null for a budget that never starts anew.',
  },
  limit: { message: '"limit" is missing: this budget allows no amount.', fix: 'Add limit: "300 USD".' },
  until: {
    message: '"until" is missing: an exception has an end.',
    fix: 'Add the last day on which it holds, such as until: 2026-12-31.',
  },
  reason: {
    message: '"reason" is missing: an exception says why it is made.',
    fix: 'Add the reason, as a committee is to read it.',
  },
};

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

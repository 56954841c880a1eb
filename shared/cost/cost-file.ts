import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import { readYaml, type YamlText } from '../config/yaml-text.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { GROUP_RULES, NO_GROUP_RULE, type GroupRule } from './group-rule.ts';

/** A cost file that was read. */
export interface CostFile {
  /** Null when a critical finding says why the file cannot be used. */
  readonly rule: GroupRule | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads `costs.yaml`: how costs are given to groups. Never rejects: everything wrong is a finding with its place.
 *
 * @param groups names of all groups that the workspace's Doubleword nodes had; left out where they are not known
 */
export function readCostFile(text: string, groups?: ReadonlySet<string>): CostFile {
  const yaml = readYaml(text, 'core');
  const { value } = yaml;
  if (!yaml.readable) return { rule: null, findings: yaml.findings };
  if (value === null) return { rule: NO_GROUP_RULE, findings: yaml.findings };
  const found: Finding[] = [...yaml.findings];
  const wrong = (path: YamlPath, message: string, fix: string, of: 'key' | 'value' = 'value'): void => {
    found.push({ rule: 'cost-file', severity: 'critical', message, fix, ...yaml.place(path, of) });
  };
  const form = 'Write "version: 1" and below it "groups:" with "rule: even".';
  if (!isJsonObject(value)) {
    wrong([], 'A cost file must be a mapping.', form);
    return { rule: null, findings: found };
  }
  for (const key of Object.keys(value))
    if (key !== 'version' && key !== 'groups')
      wrong([key], `"${key}" is no key of a cost file.`, form, 'key');
  if (value['version'] !== 1) wrong(['version'], 'A cost file begins with "version: 1".', form);
  const rule = ruleOf(value['groups'], wrong);
  if (rule !== null && groups !== undefined) found.push(...unknownGroups(yaml, rule, groups));
  return { rule: found.some(({ severity }) => severity === 'critical') ? null : rule, findings: found };
}

type Wrong = (path: YamlPath, message: string, fix: string, of?: 'key' | 'value') => void;

function ruleOf(value: JsonValue | undefined, wrong: Wrong): GroupRule | null {
  if (value === undefined || value === null) return NO_GROUP_RULE;
  if (!isJsonObject(value)) {
    wrong(['groups'], '"groups" must be a mapping.', 'Write "rule: even" below it.');
    return null;
  }
  for (const key of Object.keys(value))
    if (key !== 'rule' && key !== 'primary')
      wrong(
        ['groups', key],
        `"${key}" is no key of groups.`,
        'Write rule, and primary for the rule primary.',
        'key',
      );
  const name = GROUP_RULES.find((one) => one === value['rule']);
  if (name === undefined) {
    wrong(
      ['groups', 'rule'],
      value['rule'] === undefined ? '"groups" names no rule.' : 'This is no rule for groups.',
      `Write rule: and one of ${GROUP_RULES.join(', ')}.`,
    );
    return null;
  }
  return { name, primary: primaryOf(name, value, wrong) };
}

function primaryOf(name: string, groups: JsonObject, wrong: Wrong): readonly string[] {
  const { primary } = groups;
  const path = ['groups', 'primary'];
  if (name !== 'primary') {
    if (primary !== undefined)
      wrong(
        path,
        `"primary" says nothing for the rule ${name}.`,
        'Remove it, or write rule: primary.',
        'key',
      );
    return [];
  }
  const names = Array.isArray(primary) ? primary : [];
  if (names.length === 0) {
    wrong(
      path,
      'The rule primary needs a list of groups.',
      'Write primary: [research, platform], the first before the next.',
    );
    return [];
  }
  for (const [index, one] of names.entries()) {
    if (typeof one !== 'string' || one === '')
      wrong(
        [...path, index],
        'A group is named by text.',
        'Write its name, in quotes where it looks like a number.',
      );
    else if (names.indexOf(one) < index)
      wrong([...path, index], `"${one}" stands twice.`, 'Remove one of the two.');
  }
  return names.filter((one) => typeof one === 'string');
}

function unknownGroups(
  yaml: YamlText,
  { primary }: GroupRule,
  groups: ReadonlySet<string>,
): readonly Finding[] {
  return primary.flatMap((name, index): readonly Finding[] => {
    if (groups.has(name)) return [];
    const known = [...groups].sort();
    return [
      {
        rule: 'cost-file-group',
        severity: 'critical',
        message:
          name === 'Everyone'
            ? 'Everyone has everybody in it, so it cannot be primary.'
            : `No Doubleword node had a group "${name}" when it was last pulled.`,
        fix:
          known.length === 0
            ? 'Remove it.'
            : `Groups there were: ${known.join(', ')}. Pull again if it is new.`,
        ...yaml.place(['groups', 'primary', index]),
      },
    ];
  });
}

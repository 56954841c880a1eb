import { isJsonObject } from '../json.ts';
import { variableOf, withEnvironment, type Overlay } from './doubleword/environment.ts';
import { isExactMap, type ExactValue } from './doubleword/exact-value.ts';
import { judgeSettings, type SettingFault } from './doubleword/judge-settings.ts';
import { ignoredKeys, restartNotes, runningNotes } from './doubleword/running-notes.ts';
import { placeOrTop, TOP } from './doubleword/place-or-top.ts';
import { SETTINGS } from './doubleword/settings.ts';
import { brokenRules } from './doubleword/start-rules.ts';
import { judgeValues } from './doubleword/value-rules.ts';
import type { Finding } from './finding.ts';
import { findSecretLiterals } from './secret-literals.ts';
import type { YamlPath } from './yaml-place.ts';
import { readYaml, type YamlText } from './yaml-text.ts';

/** What is known besides the text of a Doubleword config file. */
export interface DoublewordSurroundings {
  /** The environment where dwctl runs, with which it is judged as there; without it only the file is. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the file said before, to tell what a change of it does not do at once. */
  readonly before?: string;
}

/**
 * What is wrong with a Doubleword config file: what makes dwctl 10.13.1 refuse it (each `critical`, the first of them told
 * by dwctl itself), and what it does that people may not expect.
 */
export function checkDoublewordConfig(text: string, around: DoublewordSurroundings = {}): readonly Finding[] {
  const yaml = readYaml(text, 'serde');
  // Of a text that is too long to be looked at nobody knows what dwctl makes of it.
  if (yaml.findings.some(({ rule }) => rule === 'yaml-size')) return yaml.findings;
  if (!yaml.readable) return [nextStart(yaml.findings[0]?.message ?? ''), ...yaml.findings];
  const file = yaml.value === null ? {} : (yaml.exact as ExactValue);
  if (!isExactMap(file)) {
    const fault: Finding = {
      rule: 'doubleword-structure',
      severity: 'critical',
      message: 'A config file must be a mapping, such as "port: 3001".',
      fix: 'Write one "key: value" a line.',
      ...yaml.place([]),
    };
    return [nextStart(fault.message), ...yaml.findings, fault];
  }
  const overlay = withEnvironment(file, around.environment ?? {});
  const refused = refusals(yaml, overlay, around.environment !== undefined);
  const fatal = refused.find(({ severity }) => severity === 'critical');
  const secrets = findSecretLiterals(yaml, {
    severity: 'warning',
    fix: secretFix,
  });
  return [
    ...(fatal === undefined ? [] : [nextStart(fatal.message)]),
    ...yaml.findings,
    ...refused,
    ...ignoredKeys(yaml, SETTINGS, file),
    ...runningNotes(yaml, file),
    ...changeNotes(yaml, around.before),
    ...secrets,
  ];
}

/** Nothing within a list can be said by a variable. */
function secretFix(path: YamlPath): string {
  const variable = variableOf(path);
  return variable === null
    ? 'Keep this file where only dwctl and its operators can read it: no variable of the environment reaches into a list.'
    : `Leave it out of the file and set ${variable} in the environment where dwctl runs.`;
}

/** In the order in which dwctl would come upon them. Rules are looked at where all types are right, as dwctl does. */
function refusals(yaml: YamlText, overlay: Overlay, isWholeKnown: boolean): readonly Finding[] {
  const faults = [...judgeSettings(SETTINGS, overlay.value), ...judgeValues(overlay.value)];
  if (faults.length > 0) return faults.map((fault) => faultFinding(yaml, overlay, fault));
  return brokenRules(overlay.value).map(({ path, words, message, fix }) => {
    const isLacking = path[0] === 'secret_key';
    return {
      rule: isLacking ? 'doubleword-no-secret-key' : 'doubleword-rule',
      // The environment may hold it, which a file cannot tell.
      severity: isLacking && !isWholeKnown ? ('note' as const) : ('critical' as const),
      message:
        isLacking && !isWholeKnown
          ? `${message} dwctl starts only where DWCTL_SECRET_KEY is set.`
          : `${message} dwctl says: ${words}`,
      fix,
      ...placeIn(yaml, overlay, path, 'value'),
    };
  });
}

function faultFinding(yaml: YamlText, overlay: Overlay, fault: SettingFault): Finding {
  const { rule, path, of, words, named, message, fix } = fault;
  const variable = overlay.variableAt(path);
  const place = variable === undefined ? `for key "${named}"` : `in the environment variable ${variable}`;
  return {
    rule,
    severity: 'critical',
    message: `${message} dwctl says: ${words} ${place}.`,
    fix: variable === undefined ? fix : `${fix} Or unset ${variable}.`,
    ...placeIn(yaml, overlay, path, of),
  };
}

/** What the environment says stands nowhere in the file. */
function placeIn(yaml: YamlText, overlay: Overlay, path: YamlPath, of: 'key' | 'value'): Partial<Finding> {
  return overlay.variableAt(path) === undefined ? placeOrTop(yaml, path, of) : {};
}

/** A running dwctl says nothing of a file that it refuses but a line in its log: the loudest finding says so. */
function nextStart(first: string): Finding {
  return {
    rule: 'doubleword-refused-file',
    severity: 'critical',
    message: `dwctl will not start again with this file. A dwctl that runs ignores the whole file, keeps its old settings and goes on as if nothing were wrong, until its next restart fails. It stops at the first fault: ${first.split(' dwctl says: ')[0]}`,
    fix: 'Do not put this file in place before every critical finding is mended.',
    ...TOP,
  };
}

function changeNotes(yaml: YamlText, before: string | undefined): readonly Finding[] {
  if (before === undefined) return [];
  const { readable, value } = readYaml(before, 'serde');
  return readable && isJsonObject(value) ? restartNotes(yaml, value) : [];
}

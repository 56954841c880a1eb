import { LineCounter, parseDocument, type Document } from 'yaml';

import type { JsonValue } from '../json.ts';
import type { Finding } from './finding.ts';
import { findAmbiguousScalars } from './yaml-ambiguous.ts';
import { findForbiddenKeys } from './yaml-keys.ts';
import { placeBetween, placeOf, type Place, type YamlPath } from './yaml-place.ts';
import { yamlSchema, type YamlDialect } from './yaml-schema.ts';
import { toJson } from './yaml-value.ts';

/** Longest text that is parsed, UTF-16 units. */
export const YAML_TEXT_LIMIT = 1_000_000;
const ALIAS_LIMIT = 100;

/** A text that was read, with what was noticed and where things stand. */
export interface YamlText {
  /**
   * What it says; null for an empty text and for one that could not be read. Whole numbers too large for a
   * float stay exact, as decimal text.
   */
  readonly value: JsonValue;
  /** The same, with every whole number as bigint and every other as number: for a reader that tells them apart. */
  readonly exact: unknown;
  /** False when a finding is so bad that `value` says nothing. */
  readonly readable: boolean;
  readonly findings: readonly Finding[];
  /** Where a path stands, or the nearest part of it that is there. */
  readonly place: (path: YamlPath, of?: 'key' | 'value') => Place;
}

/**
 * Reads YAML from people. Never rejects: syntax errors, repeated keys, `__proto__` keys, too long a text and
 * too many aliases are findings with line and column.
 */
export function readYaml(text: string, dialect: YamlDialect): YamlText {
  const nowhere = (): Place => ({ from: 0, to: 0, line: 1, column: 1 });
  if (text.length > YAML_TEXT_LIMIT) {
    return { value: null, exact: null, readable: false, findings: [tooLong(text.length)], place: nowhere };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...yamlSchema(dialect),
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
    // Not 'silent': a second document would be passed over without an error.
    logLevel: 'error',
  });
  const place = (path: YamlPath, of: 'key' | 'value' = 'value') => placeOf(document, lines, path, of);
  const fatal = [...syntaxFindings(document, lines, text, dialect), ...findForbiddenKeys(document, lines)];
  const findings = [...fatal, ...findAmbiguousScalars(document, lines, dialect)];
  if (fatal.some(({ severity }) => severity === 'critical')) {
    return { value: null, exact: null, readable: false, findings, place };
  }
  try {
    const exact: unknown = document.toJS({ maxAliasCount: ALIAS_LIMIT });
    return { value: toJson(exact), exact, readable: true, findings, place };
  } catch (error) {
    const broken = [...findings, badAlias(error)];
    return { value: null, exact: null, readable: false, findings: broken, place };
  }
}

function syntaxFindings(
  document: Document,
  lines: LineCounter,
  text: string,
  dialect: YamlDialect,
): Finding[] {
  return document.errors.map(({ code, message, pos }): Finding => {
    const where = placeBetween(lines, Math.min(pos[0], text.length), Math.min(pos[1], text.length));
    if (code === 'DUPLICATE_KEY') {
      return {
        rule: 'yaml-duplicate-key',
        // Gateways' readers keep the last one and say nothing, so they start; our own files refuse it.
        severity: dialect === 'core' ? 'critical' : 'warning',
        message: 'This key stands twice in the same place; only the last one counts.',
        fix: 'Remove one of the two.',
        ...where,
      };
    }
    if (code === 'MULTIPLE_DOCS') {
      return {
        rule: 'yaml-documents',
        severity: 'critical',
        message:
          'A second document begins here. A configuration file is one document: gateways refuse another (LiteLLM 1.106.2, dwctl 10.13.1), and none is read here.',
        fix: 'Remove this line "---", or put the rest into a file of its own.',
        ...where,
      };
    }
    return {
      rule: 'yaml-syntax',
      severity: 'critical',
      message: `This is not valid YAML: ${firstSentence(message)}.`,
      fix: 'Check the indentation, quotes and brackets here and on the line before.',
      ...where,
    };
  });
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]$/, '');
}

function tooLong(length: number): Finding {
  return {
    rule: 'yaml-size',
    severity: 'critical',
    message: `The text has ${length} characters; at most ${YAML_TEXT_LIMIT} are read.`,
    fix: 'Split the file.',
    line: 1,
    column: 1,
  };
}

function badAlias(error: unknown): Finding {
  const many = error instanceof Error && /excessive|nested/i.test(error.message);
  return {
    rule: 'yaml-alias',
    severity: 'critical',
    message: many
      ? `The text repeats itself through aliases ("*name") more than ${ALIAS_LIMIT} times or too deeply.`
      : 'An alias ("*name") refers to something that is not there.',
    fix: 'Write the values out.',
    line: 1,
    column: 1,
  };
}

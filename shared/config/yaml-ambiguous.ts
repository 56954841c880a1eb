import { Scalar, visit, type Document, type LineCounter } from 'yaml';

import type { Finding } from './finding.ts';
import { placeBetween } from './yaml-place.ts';
import type { YamlDialect } from './yaml-schema.ts';

interface Ambiguity {
  readonly test: RegExp;
  /** What PyYAML 6 reads, and what YAML 1.2 reads, as the end of a sentence. */
  readonly python: string;
  readonly core: string;
  readonly fix: string;
}

/** Plain scalars that PyYAML 6 and YAML 1.2 read differently; checked against both. */
const AMBIGUITIES: readonly Ambiguity[] = [
  {
    test: /^(?:yes|Yes|YES|on|On|ON|no|No|NO|off|Off|OFF)$/,
    python: 'true or false',
    core: 'text',
    fix: 'Write true or false, or put it in quotes if you mean the word.',
  },
  {
    test: /^[-+]?0[0-7_]+$/,
    python: 'an octal number',
    core: 'a decimal number',
    fix: 'Leave the zero off, or put it in quotes if you mean text.',
  },
  {
    test: /^[-+]?[1-9][0-9]*_[0-9_]*$/,
    python: 'a number',
    core: 'text',
    fix: 'Leave the "_" out, or put it in quotes if you mean text.',
  },
  {
    test: /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/,
    python: 'a number in base 60',
    core: 'text',
    fix: 'Put it in quotes.',
  },
  {
    test: /^[-+]?0[0-9]*[89][0-9]*$/,
    python: 'text',
    core: 'a number',
    fix: 'Leave the zero off, or put it in quotes if you mean text.',
  },
  {
    test: /^[-+]?0b[01_]+$|^[-+]0x[0-9a-fA-F_]+$|^0x[0-9a-fA-F]*_[0-9a-fA-F_]*$|^[0-9+-][0-9_]*\.[0-9_]*_[0-9_]*(?:[eE][-+][0-9]+)?$|^\.[0-9]+_[0-9_]*(?:[eE][-+][0-9]+)?$|^[-+]?[0-9]+_[0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?$/,
    python: 'a number',
    core: 'text',
    fix: 'Write it as a plain decimal number, or put it in quotes if you mean text.',
  },
  { test: /^[-+]\.[0-9]/, python: 'text', core: 'a number', fix: 'Put a 0 before the point.' },
  { test: /^0o[0-7]+$/, python: 'text', core: 'an octal number', fix: 'Write the decimal number.' },
  {
    test: /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][0-9]+$|^[-+]?[0-9]+[eE][-+][0-9]+$/,
    python: 'text',
    core: 'a number',
    fix: 'Write it with a point and a sign, such as 1.0e-6.',
  },
  {
    test: /^\d{4}-\d{2}-\d{2}$/,
    python: 'a date',
    core: 'text',
    fix: 'Put it in quotes.',
  },
];

/** Warns of plain scalars that not every YAML reader reads alike. */
export function findAmbiguousScalars(
  document: Document,
  lines: LineCounter,
  dialect: YamlDialect,
): readonly Finding[] {
  // Nobody but dwctl reads its file, and where it wants another type than it reads it says so.
  if (dialect === 'serde') return [];
  const findings: Finding[] = [];
  visit(document, {
    Scalar(_, { source, type, range }) {
      if (type !== Scalar.PLAIN || source === undefined || !range) return;
      const rule = AMBIGUITIES.find(({ test }) => test.test(source));
      if (rule === undefined) return;
      const other = dialect === 'python' ? 'other readers take it for' : 'some readers take it for';
      findings.push({
        rule: 'yaml-ambiguous',
        severity: 'warning',
        message: `"${source}" is read as ${rule[dialect]} here; ${other} ${rule[dialect === 'python' ? 'core' : 'python']}.`,
        fix: rule.fix,
        ...placeBetween(lines, range[0], range[1]),
      });
    },
  });
  return findings;
}

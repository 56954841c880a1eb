import { isScalar, visit, type Document, type LineCounter } from 'yaml';

import type { Finding } from './finding.ts';
import { keyText, placeBetween } from './yaml-place.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Keys that have a meaning of their own inside JavaScript: no gateway knows them, so they are refused. */
export function findForbiddenKeys(document: Document, lines: LineCounter): readonly Finding[] {
  const findings: Finding[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || !FORBIDDEN.has(keyText(key)) || !key.range) return;
      findings.push({
        rule: 'yaml-forbidden-key',
        severity: 'critical',
        message: `"${keyText(key)}" cannot be used as a key.`,
        fix: 'Rename it.',
        ...placeBetween(lines, key.range[0], key.range[1]),
      });
    },
  });
  return findings;
}

import type { Diagnostic } from '@codemirror/lint';

import type { Finding, Severity } from '../../../shared/config/finding.ts';

const SEVERITY = { critical: 'error', warning: 'warning', note: 'info' } as const satisfies Record<
  Severity,
  Diagnostic['severity']
>;

/**
 * Findings as marks in a text of `length` UTF-16 units. Places are cut to the text, because findings arrive a
 * moment after the edit they belong to; a finding without a place stands at the start. Sorted by place, as
 * CodeMirror wants them.
 */
export function toDiagnostics(findings: readonly Finding[], length: number): readonly Diagnostic[] {
  return findings
    .map((finding): Diagnostic => {
      const from = clamp(finding.from ?? 0, length);
      const to = Math.max(from, clamp(finding.to ?? from, length));
      const message = finding.fix === undefined ? finding.message : `${finding.message}\n${finding.fix}`;
      return { from, to, severity: SEVERITY[finding.severity], message, source: finding.rule };
    })
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

function clamp(place: number, length: number): number {
  return Math.min(Math.max(0, place), length);
}

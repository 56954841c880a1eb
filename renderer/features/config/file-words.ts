import { SEVERITIES, type Finding, type Severity } from '../../../shared/config/finding.ts';
import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { GATEWAY_NAMES, type GatewayKind } from '../../../shared/fleet/node.ts';
import { plural } from '../../ui/format.ts';
import type { TagTone } from '../../ui/tag.tsx';
import { isDirty, type Draft } from './draft.ts';

/** How a severity looks: the shape of the tag goes with its tone. */
export const SEVERITY_TONES: Readonly<Record<Severity, TagTone>> = {
  critical: 'bad',
  warning: 'caution',
  note: 'neutral',
};

/** The policy file first, then each node's files: its own configuration, and what is wanted of it. */
export function orderFiles(files: readonly ConfigFileEntry[]): readonly ConfigFileEntry[] {
  return files.toSorted(
    (a, b) =>
      Number(b.role === 'policy') - Number(a.role === 'policy') ||
      (a.node ?? '').localeCompare(b.node ?? '', undefined, { numeric: true }) ||
      a.path.localeCompare(b.path),
  );
}

/** What a file is, in a few words. */
export function describeFile({ role, kind }: ConfigFileEntry): string {
  if (role === 'policy') return 'Policy for all gateways';
  if (role === 'costs') return 'How costs go to groups';
  if (role === 'resources') return 'Wanted resources';
  return kind === null ? 'Gateway config' : `${GATEWAY_NAMES[kind]} config`;
}

/** A file's name for headings: the file for the policy, the node for a file of one node. */
export function nameFile({ role, path, node }: ConfigFileEntry): string {
  return role === 'policy' || node === null ? (path.split('/').at(-1) ?? path) : node;
}

/** `2 critical, 1 warning`, or that there is nothing. */
export function countFindings(findings: readonly Finding[]): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    count('critical') > 0 ? `${count('critical')} critical` : '',
    count('warning') > 0 ? plural(count('warning'), 'warning') : '',
    count('note') > 0 ? plural(count('note'), 'note') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'No findings' : parts.join(', ');
}

/** The gravest severity among findings; null when there are none. */
export function worstOf(findings: readonly Finding[]): Severity | null {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}

/** A file as its open text has it: with edits that are not saved, the findings are those of the edited text. */
export function asEdited(file: ConfigFileEntry, draft: Draft | null): ConfigFileEntry {
  if (draft === null || !isDirty(draft)) return file;
  return { ...file, bytes: file.bytes ?? 0, worst: worstOf(draft.findings) };
}

/** The gravest first, then from the top of the file. */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (a.from ?? 0) - (b.from ?? 0),
  );
}

/** `line 3, column 7`, as far as it is known. */
export function placeOfFinding({ line, column }: Finding): string {
  if (line === undefined) return '';
  return column === undefined ? `line ${line}` : `line ${line}, column ${column}`;
}

/** What follows from saving a file that cannot be used, for the person who is asked. */
export function consequenceOf({ role, node, kind }: ConfigFileEntry): string {
  if (kind !== null)
    return `${STARTS_WITH[kind](node ?? 'the gateway')} Saving changes the file in the workspace only: no gateway is touched.`;
  if (role === 'costs') return 'Until it is mended, costs cannot be shown by team.';
  return 'Until it is mended, no plan can be made from it, and comparisons with what it wants fail.';
}

/** What each gateway does with a file of its own that cannot be used. */
const STARTS_WITH: Readonly<Record<GatewayKind, (node: string) => string>> = {
  litellm: (node) =>
    `Until it is mended, it cannot be compared by meaning, and ${node} may not start with it.`,
  doubleword: () =>
    'A dwctl that runs passes over such a file and keeps its old settings, so nothing looks wrong until its next restart, which fails.',
};

import type { Finding } from '../../../shared/config/finding.ts';
import type { ConfigFile, ConfigWritten } from '../../../shared/contract/answers.ts';

/** A configuration file being looked at or edited. */
export interface Draft {
  /** The file as it was last read or written: what an edit starts from. */
  readonly base: ConfigFile;
  readonly text: string;
  /** Of `text`, or of a text a moment older. */
  readonly findings: readonly Finding[];
  /** The file as somebody else left it meanwhile; null while nobody did. */
  readonly theirs: ConfigFile | null;
}

/** A file that was just read. */
export function openDraft(file: ConfigFile): Draft {
  return { base: file, text: file.text, findings: file.findings, theirs: null };
}

/** True when there is something that saving would keep. */
export function isDirty(draft: Draft): boolean {
  return draft.text !== draft.base.text;
}

/** A person typed. */
export function editDraft(draft: Draft, text: string): Draft {
  return { ...draft, text };
}

/** Findings came for a text; those of a text that is no longer there are thrown away. */
export function checkedDraft(draft: Draft, text: string, findings: readonly Finding[]): Draft {
  return draft.text === text ? { ...draft, findings } : draft;
}

/** `text` was written. What was typed while it was on its way stays, and stays unsaved. */
export function savedDraft(draft: Draft, text: string, written: ConfigWritten): Draft {
  const base: ConfigFile = { ...draft.base, text, hash: written.hash, findings: written.findings };
  const unchanged = draft.text === text;
  return { base, text: draft.text, findings: unchanged ? written.findings : draft.findings, theirs: null };
}

/**
 * The file was read again. An edited text is never replaced: a file that changed meanwhile is kept beside it
 * for the person to choose.
 */
export function rereadDraft(draft: Draft, file: ConfigFile): Draft {
  if (file.hash === draft.base.hash) return draft.theirs === null ? draft : { ...draft, theirs: null };
  if (!isDirty(draft) || file.text === draft.text) return openDraft(file);
  return { ...draft, theirs: file };
}

/** Takes the file as it is now; the edits are dropped. */
export function takeTheirs(draft: Draft): Draft {
  return openDraft(draft.theirs ?? draft.base);
}

/** Keeps the edits; saving them replaces the file as it is now. */
export function keepMine(draft: Draft): Draft {
  return draft.theirs === null ? draft : { ...draft, base: draft.theirs, theirs: null };
}

/** Back to the file; the edits are dropped. */
export function discardEdits(draft: Draft): Draft {
  return { ...draft, text: draft.base.text, findings: draft.base.findings };
}

/** The findings that make a file unusable. */
export function criticalFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'critical');
}

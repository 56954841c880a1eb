import { create } from 'zustand';

import type { Finding } from '../../../shared/config/finding.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { configFiles } from '../../app/state/workspace.ts';
import {
  checkedDraft,
  criticalFindings,
  discardEdits,
  editDraft,
  isDirty,
  keepMine,
  openDraft,
  rereadDraft,
  savedDraft,
  takeTheirs,
  type Draft,
} from './draft.ts';

/** What the window knows of one file: the draft is null until the file was read. */
interface OpenFile {
  readonly draft: Draft | null;
  readonly saving: boolean;
  readonly problem: Problem | null;
}

interface Drafts {
  /** The workspace the files belong to; another workspace begins with none. */
  readonly workspace: string | null;
  readonly files: Readonly<Record<string, OpenFile>>;
}

const CLOSED: OpenFile = { draft: null, saving: false, problem: null };

/** Open files. They outlive the screen, so going to another file loses no edit. */
export const useDrafts = create<Drafts>()(() => ({ workspace: null, files: {} }));

function put(path: string, change: (file: OpenFile) => Partial<OpenFile>): void {
  useDrafts.setState(({ files }) => {
    const file = files[path] ?? CLOSED;
    return { files: { ...files, [path]: { ...file, ...change(file) } } };
  });
}

function change(path: string, step: (draft: Draft) => Draft): void {
  put(path, ({ draft }) => ({ draft: draft === null ? null : step(draft) }));
}

function draftOf(path: string): Draft | null {
  return useDrafts.getState().files[path]?.draft ?? null;
}

/** Forgets all drafts when another workspace is open than they belong to. */
export function keepDraftsOf(workspace: string): void {
  if (useDrafts.getState().workspace !== workspace) useDrafts.setState({ workspace, files: {} });
}

/** Paths with edits that are not saved. */
export function dirtyPaths(files: Drafts['files']): readonly string[] {
  return Object.keys(files).filter((path) => {
    const draft = files[path]?.draft;
    return draft !== undefined && draft !== null && isDirty(draft);
  });
}

/** Reads a file; edits of it that are not saved stay. */
export async function readFile(path: string): Promise<void> {
  const result = await call('config.read', { path });
  if (!result.ok) {
    put(path, () => ({ problem: result.problem }));
    return;
  }
  put(path, ({ draft }) => ({
    problem: null,
    draft: draft === null ? openDraft(result.value) : rereadDraft(draft, result.value),
  }));
}

export function editFile(path: string, text: string): void {
  change(path, (draft) => editDraft(draft, text));
}

/** Asks what is wrong with a text of a file. Resolves to the critical findings, or null when that failed. */
export async function checkText(path: string, text: string): Promise<readonly Finding[] | null> {
  const result = await call('config.check', { path, text });
  if (!result.ok) {
    put(path, () => ({ problem: result.problem }));
    return null;
  }
  change(path, (draft) => checkedDraft(draft, text, result.value.findings));
  return criticalFindings(result.value.findings);
}

/** `invalid`: nothing was written, because the text has critical findings and that was not agreed to. */
export type SaveOutcome = 'saved' | 'invalid' | 'changed' | 'failed';

/** Checks the text and writes it. With `evenInvalid` a text with critical findings is written too. */
export async function saveFile(path: string, evenInvalid: boolean): Promise<SaveOutcome> {
  const draft = draftOf(path);
  if (draft === null) return 'failed';
  put(path, () => ({ saving: true, problem: null }));
  try {
    if (!evenInvalid) {
      const critical = await checkText(path, draft.text);
      if (critical === null) return 'failed';
      if (critical.length > 0) return 'invalid';
    }
    const { text } = draft;
    const result = await call('config.write', { path, text, baseHash: draft.base.hash });
    if (result.ok) {
      change(path, (now) => savedDraft(now, text, result.value));
      await configFiles.reload();
      return 'saved';
    }
    if (result.problem.code === 'file_changed') {
      await readFile(path);
      return 'changed';
    }
    put(path, () => ({ problem: result.problem }));
    return 'failed';
  } finally {
    put(path, () => ({ saving: false }));
  }
}

export function discardFile(path: string): void {
  change(path, discardEdits);
}

export function takeTheirFile(path: string): void {
  change(path, takeTheirs);
}

export function keepMyFile(path: string): void {
  change(path, keepMine);
}

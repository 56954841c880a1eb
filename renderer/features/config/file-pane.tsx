import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { listen } from '../../app/api.ts';
import { go } from '../../app/state/navigation.ts';
import { useMonth } from '../../app/state/time-range.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { CodeEditor, type CodeEditorHandle } from '../../ui/code-editor.tsx';
import { notify } from '../../ui/notice.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { SuggestDialog } from '../replay/suggest-dialog.tsx';
import { ReplayPanel } from '../replay/replay-panel.tsx';
import { ConflictNote } from './conflict-note.tsx';
import { criticalFindings, isDirty, type Draft } from './draft.ts';
import { checkText, discardFile, editFile, readFile, saveFile, useDrafts } from './drafts.ts';
import { EnforcementDialog } from './enforcement-dialog.tsx';
import { FileBar } from './file-bar.tsx';
import { nameFile } from './file-words.ts';
import { FindingsList } from './findings-list.tsx';
import { InvalidDialog } from './invalid-dialog.tsx';
import { NotThereYet } from './not-there-yet.tsx';
import { assistFor } from './file-assist.ts';

/** How long a person must pause before the text is checked, milliseconds. */
const CHECK_DELAY_MS = 300;

/** One file: its editor, its findings, what may be done with it, and what a policy would have meant. */
export function FilePane({ file }: { readonly file: ConfigFileEntry }): ReactNode {
  const { path } = file;
  const open = useDrafts((state) => state.files[path]);
  const draft = open?.draft ?? null;
  useEffect(() => {
    void readFile(path);
    return listen('workspace.changed', ({ what }) => {
      if (what === 'config') void readFile(path);
    });
  }, [path]);
  const replayed = file.role === 'policy' && draft !== null && draft.text !== '';
  return (
    <div className={`config__panes${replayed ? ' config__panes--replayed' : ''}`}>
      <section className="card config__file" aria-label={nameFile(file)}>
        {open?.problem !== undefined && open.problem !== null && (
          <div className="config__note">
            <ProblemNote problem={open.problem} onRetry={() => void readFile(path)} inline />
          </div>
        )}
        {draft === null ? (
          (open?.problem ?? null) === null && <Skeleton lines={12} />
        ) : draft.base.hash === null && draft.text === '' ? (
          <NotThereYet file={file} />
        ) : (
          <Editing file={file} draft={draft} saving={open?.saving ?? false} />
        )}
      </section>
      {replayed && <PolicyReplay path={path} draft={draft} />}
    </div>
  );
}

/** What the policy would have meant, beside its text, as it is typed, and what the month's use suggests for it. */
function PolicyReplay({ path, draft }: { readonly path: string; readonly draft: Draft }): ReactNode {
  const [suggesting, setSuggesting] = useState(false);
  const month = useMonth();
  const open = (): void => go({ screen: 'config', path, replay: true });
  const policy = isDirty(draft) ? draft.text : null;
  if (month === null) return <ReplayPanel policy={policy} onOpen={open} />;
  return (
    <>
      <ReplayPanel
        policy={policy}
        onOpen={open}
        footer={
          <>
            <Button icon="pencil" onClick={() => setSuggesting(true)}>
              Suggest from use
            </Button>
            <span className="muted">lists and budgets</span>
          </>
        }
      />
      <SuggestDialog
        open={suggesting}
        source={{ policy: draft.text, month }}
        onOpenChange={setSuggesting}
        onTake={(suggested) => {
          editFile(path, suggested);
          setSuggesting(false);
        }}
      />
    </>
  );
}

interface EditingProps {
  readonly file: ConfigFileEntry;
  readonly draft: Draft;
  readonly saving: boolean;
}

function Editing({ file, draft, saving }: EditingProps): ReactNode {
  const { path } = file;
  const { text } = draft;
  const editor = useRef<CodeEditorHandle>(null);
  const [asking, setAsking] = useState(false);
  const [enforcement, setEnforcement] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void checkText(path, text), CHECK_DELAY_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [path, text]);

  async function save(evenInvalid: boolean): Promise<void> {
    if (!isDirty(draft) || saving) return;
    const outcome = await saveFile(path, evenInvalid);
    setAsking(outcome === 'invalid');
    if (outcome === 'saved') notify(`Saved ${path}`);
  }

  return (
    <>
      <FileBar
        file={file}
        dirty={isDirty(draft)}
        saving={saving}
        onSave={() => void save(false)}
        onDiscard={() => {
          discardFile(path);
          editor.current?.focus();
        }}
        onEnforcement={file.role === 'policy' ? () => setEnforcement(true) : undefined}
      />
      {draft.theirs !== null && <ConflictNote path={path} mine={text} theirs={draft.theirs} />}
      <div className="config__editor">
        <CodeEditor
          ref={editor}
          label={path}
          documentId={path}
          text={text}
          findings={draft.findings}
          onChange={(typed) => editFile(path, typed)}
          onSave={() => void save(false)}
          {...assistFor(file)}
        />
      </div>
      <FindingsList findings={draft.findings} onGo={(offset) => editor.current?.goTo(offset)} />
      {file.role === 'policy' && (
        <EnforcementDialog open={enforcement} onOpenChange={setEnforcement} text={text} />
      )}
      <InvalidDialog
        open={asking}
        file={file}
        findings={criticalFindings(draft.findings)}
        saving={saving}
        onOpenChange={setAsking}
        onSave={() => void save(true)}
      />
    </>
  );
}

import { useState, type ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { editFile } from './drafts.ts';
import { nameFile } from './file-words.ts';
import { starterText } from './starter.ts';

/** A file of the workspace that nobody wrote yet: what it would be for, and how to begin it. */
export function NotThereYet({ file }: { readonly file: ConfigFileEntry }): ReactNode {
  return (
    <EmptyState
      icon="file"
      title={`${file.path} is not there yet`}
      actions={
        <>
          {file.role === 'resources' && file.node !== null && <FromNode path={file.path} node={file.node} />}
          <Button
            {...(file.role === 'resources' ? {} : { tone: 'primary' })}
            icon="plus"
            onClick={() => editFile(file.path, starterText(file))}
          >
            Begin {file.role === 'resources' ? 'an empty file' : nameFile(file)}
          </Button>
        </>
      }
    >
      {purposeOf(file)}
    </EmptyState>
  );
}

/** Begins with what the node held when it was last pulled; planning with it right away changes nothing. */
function FromNode({ path, node }: { readonly path: string; readonly node: string }): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function begin(): Promise<void> {
    setBusy(true);
    const result = await call('config.fromNode', { node });
    setBusy(false);
    if (result.ok) editFile(path, result.value.text);
    else setProblem(result.problem);
  }

  return (
    <>
      {problem !== null && <ProblemNote inline problem={problem} />}
      <Button tone="primary" icon="pull" busy={busy} onClick={() => void begin()}>
        Begin with what {node} holds
      </Button>
    </>
  );
}

function purposeOf({ role, node }: ConfigFileEntry): string {
  if (role === 'policy') {
    return 'It says which teams may use which models, and how much they may spend. Plans are made from it.';
  }
  if (role === 'resources') {
    return `It says what is wanted of ${node ?? 'this node'} beside the policy: users, keys, budgets, tags, guardrails, settings. Plans are made from it; what it does not name stays as it is.`;
  }
  return `It is what ${node ?? 'the gateway'} starts with. Gatehouse checks it and compares it; it does not deploy it.`;
}

import { useState, type ReactNode } from 'react';

import type { FileEdit, Plan } from '../../../shared/plan/plan.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { notify } from '../../ui/notice.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { editFile, readFile } from '../config/drafts.ts';
import { nameResource } from './change-words.ts';
import { FieldChanges } from './field-changes.tsx';

/** What a plan wants of things that config files own: not pushed, but made ready as edits of those files. */
export function FileEdits({ plan }: { readonly plan: Plan }): ReactNode {
  const edits = plan.fileEdits ?? [];
  const nodes = [...new Set(edits.map(({ node }) => node))];
  return nodes.map((node) => (
    <NodeEdits key={node} change={plan.id} node={node} edits={edits.filter((edit) => edit.node === node)} />
  ));
}

interface NodeEditsProps {
  readonly change: string;
  readonly node: string;
  readonly edits: readonly FileEdit[];
}

function NodeEdits({ change, node, edits }: NodeEditsProps): ReactNode {
  const [problem, setProblem] = useState<Problem | null>(null);

  async function open(): Promise<void> {
    const result = await call('changes.editedFile', { id: change, node });
    if (!result.ok) {
      setProblem(result.problem);
      return;
    }
    const { path, text, made, left } = result.value;
    // The file is read first, so that the edits are edits of what lies there now.
    await readFile(path);
    editFile(path, text);
    notify(`${plural(made, 'edit')} in ${path}, not saved yet`, left.join(' '));
    go({ screen: 'config', path });
  }

  return (
    <Card
      title={`Owned by the config file of ${node}`}
      count={edits.length}
      aside={
        <Button icon="file" onClick={() => void open()}>
          Put {edits.length === 1 ? 'the edit' : 'the edits'} into the file
        </Button>
      }
      padded
    >
      <p className="soft">
        The API cannot change these, so they are not pushed. Save the edited file, deploy it, then pull {node}{' '}
        again.
      </p>
      {problem !== null && <ProblemNote inline problem={problem} />}
      {edits.map((edit) => (
        <section key={`${edit.kind} ${edit.resourceId}`} aria-label={nameResource(edit)}>
          <p className="strong">{nameResource(edit)}</p>
          <FieldChanges fields={edit.fields} />
        </section>
      ))}
    </Card>
  );
}

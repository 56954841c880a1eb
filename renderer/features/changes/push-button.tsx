import { useState } from 'react';
import type { ReactNode } from 'react';

import type { Change } from '../../../shared/plan/plan.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { pushWords } from './change-words.ts';
import { pushChange, resumeChange, useDoing } from './changes-state.ts';
import { PushDialog } from './push-dialog.tsx';

/** Asks once more, with what, where and how many, and pushes. */
export function PushButton({ change }: { readonly change: Change }): ReactNode {
  const { operations } = change.plan;
  const work = useDoing((state) => state.work);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        tone="primary"
        icon="push"
        busy={work === 'pushing'}
        disabled={work !== null}
        onClick={() => setOpen(true)}
      >
        {pushWords(operations)}
      </Button>
      {open && (
        <PushDialog
          change={change}
          operations={operations}
          resumes={false}
          onClose={() => setOpen(false)}
          onPush={(wish) => void pushChange(change.id, wish)}
        />
      )}
    </>
  );
}

/** Asks the same for what an earlier push left undone, and goes on with it. */
export function ResumeButton({ change }: { readonly change: Change }): ReactNode {
  const work = useDoing((state) => state.work);
  const [open, setOpen] = useState(false);
  const done = new Set(
    change.results.filter(({ status }) => status === 'verified').map(({ operation }) => operation),
  );
  const left = change.plan.operations.filter(({ id }) => !done.has(id));
  return (
    <>
      <Button
        tone="primary"
        icon="push"
        busy={work === 'pushing'}
        disabled={work !== null}
        onClick={() => setOpen(true)}
      >
        Go on with {plural(left.length, 'change')}
      </Button>
      {open && (
        <PushDialog
          change={change}
          operations={left}
          resumes
          onClose={() => setOpen(false)}
          onPush={(wish) => void resumeChange(change.id, wish)}
        />
      )}
    </>
  );
}

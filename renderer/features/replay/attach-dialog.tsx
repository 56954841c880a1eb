import { useState, type ReactNode } from 'react';

import type { ChangeListEntry } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { go } from '../../app/state/navigation.ts';
import { changes } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatMoment } from '../../ui/format-time.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Select } from '../../ui/select.tsx';

export interface AttachDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Id of the kept replay. */
  readonly replay: string;
}

/** Asks to which plan a kept replay is attached, and shows that plan then. */
export function AttachDialog({ open, onOpenChange, replay }: AttachDialogProps): ReactNode {
  const all = changes.use((state) => state.value?.changes) ?? [];
  const plans = all.filter(({ status }) => status === 'planned');
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const plan = plans.find(({ id }) => id === chosen) ?? plans[0];
  async function attach(id: string): Promise<void> {
    setProblem(null);
    const result = await call('changes.attach', { id, replay });
    if (result.ok) {
      onOpenChange(false);
      go({ screen: 'changes', id });
    } else setProblem(result.problem);
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Attach to a plan"
      description="It stays with the plan as what it was decided on. Where the replay is of other files or states than the plan, the plan says so."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            tone="primary"
            disabled={plan === undefined}
            onClick={() => {
              if (plan !== undefined) void attach(plan.id);
            }}
          >
            Attach
          </Button>
        </>
      }
    >
      {plan === undefined ? (
        <p className="soft">There is no plan that was not pushed. Make one under Plans.</p>
      ) : (
        <Select
          label="Plan"
          showLabel
          inDialog
          value={plan.id}
          options={plans.map((one) => ({ value: one.id, label: planWords(one) }))}
          onChange={setChosen}
        />
      )}
      {problem !== null && <ProblemNote problem={problem} inline />}
    </Dialog>
  );
}

function planWords({ madeAt, nodes }: ChangeListEntry): string {
  return `${formatMoment(new Date(madeAt))} · ${nodes.join(', ')}`;
}

import { useRef, useState } from 'react';
import type { ReactNode } from 'react';

import { go } from '../../app/state/navigation.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button, type ButtonTone } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { askForPlan, makePlan, useAsking, useDoing } from './changes-state.ts';
import { pageTitle } from '../../ui/page.tsx';
import { PlanChoices } from './plan-choices.tsx';
import { NO_SCOPE, ScopeFields, scopeOf } from './scope-fields.tsx';

/** Asks for which nodes and how far, then makes a plan. Nothing is written to a node by it. */
export function PlanButton({ tone = 'default' }: { readonly tone?: ButtonTone }): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const work = useDoing((state) => state.work);
  const open = useAsking((state) => state.open);
  /** It was opened by this button and is not answered yet: the focus goes back to it. */
  const back = useRef(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sync, setSync] = useState(false);
  const [draft, setDraft] = useState(NO_SCOPE);
  const ready = nodes.filter(({ snapshot }) => snapshot !== null).map(({ name }) => name);
  const chosen = ready.filter((name) => !left.has(name));

  async function plan(): Promise<void> {
    back.current = false;
    askForPlan(false);
    const scope = scopeOf(draft);
    const change = await makePlan({ nodes: chosen, sync, ...(scope !== undefined && { scope }) });
    if (change !== null) go({ screen: 'changes', id: change.id });
  }

  return (
    <>
      <Button
        tone={tone}
        icon="changes"
        busy={work === 'planning' || work === 'reading'}
        disabled={ready.length === 0 || work !== null}
        onClick={() => {
          back.current = true;
          askForPlan(true);
        }}
      >
        Make a plan
      </Button>
      <Dialog
        open={open}
        onOpenChange={askForPlan}
        focusAfter={() => (back.current ? null : pageTitle())}
        title="Make a plan"
        description="Compares what your files want with what each node held when it was last pulled. Nothing is written to a node."
        footer={
          <>
            <Button onClick={() => askForPlan(false)}>Cancel</Button>
            <Button tone="primary" disabled={chosen.length === 0} onClick={() => void plan()}>
              Plan {plural(chosen.length, 'node')}
              {sync ? ', with deletes' : ''}
            </Button>
          </>
        }
      >
        <PlanChoices nodes={nodes} left={left} onLeft={setLeft} sync={sync} onSync={setSync} />
        <ScopeFields scope={draft} onScope={setDraft} />
      </Dialog>
    </>
  );
}

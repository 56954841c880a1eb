import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';

import type { SecretList } from '../../../shared/contract/answers.ts';
import { summarise, type Change, type Operation } from '../../../shared/plan/plan.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { pageTitle } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { nameResource, pushWords } from './change-words.ts';
import type { PushWish } from './changes-state.ts';
import { Counts } from './counts.tsx';
import { nodesOf } from './operation-groups.ts';
import { missingSecrets, PushSecrets } from './push-secrets.tsx';

/** In the list of nodes: all of them in the order of the plan. */
const ALL = '';
/** Deletes named one by one; more are counted. */
const NAMED = 8;

export interface PushDialogProps {
  readonly change: Change;
  /** What will be sent: all of the plan, or what an earlier push left undone. */
  readonly operations: readonly Operation[];
  /** It goes on with a push that was begun. */
  readonly resumes: boolean;
  readonly onClose: () => void;
  readonly onPush: (wish: PushWish) => void;
}

/** Where the focus goes when a push begins: the note of it takes it as soon as it is there. */
function focusOfPush(): HTMLElement | null | false {
  return document.querySelector('[data-running]') === null && pageTitle();
}

/** Asks once more, with what, where and how many, in what order and with which secrets. */
export function PushDialog(props: PushDialogProps): ReactNode {
  const { change, operations, resumes, onClose, onPush } = props;
  const nodes = nodesOf(operations);
  const [canary, setCanary] = useState(nodes.length > 1 && !resumes ? (nodes[0] ?? ALL) : ALL);
  const [onFailure, setOnFailure] = useState<PushWish['onFailure']>('stop');
  const [secrets, setSecrets] = useState<SecretList['secrets'] | Problem | null>(null);
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const pressed = useRef(false);
  const { id } = change;
  useEffect(() => {
    let here = true;
    void call('changes.secrets', { id }).then((result) => {
      if (here) setSecrets(result.ok ? result.value.secrets : result.problem);
    });
    return () => {
      here = false;
    };
  }, [id]);
  const words = pushWords(operations, resumes ? 'Go on with' : 'Push');
  const deletes = operations.filter(({ action }) => action === 'delete');
  const missing = secrets === null || 'code' in secrets ? [] : missingSecrets(secrets, given);
  const ready = secrets !== null && missing.length === 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${words}?`}
      focusAfter={() => (pressed.current ? focusOfPush() : null)}
      description={
        <>
          <p>
            {plural(operations.length, 'write')}, step by step; each is read again and compared. The push
            refuses if what it touches is no longer as it was when this was planned.
          </p>
          <p>It can be undone only by another plan, which this screen offers afterwards.</p>
        </>
      }
      footer={
        <>
          {missing.length > 0 && <p className="dialog__note">Still needed: {missing.join(', ')}</p>}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone={deletes.length > 0 ? 'danger' : 'primary'}
            icon="push"
            disabled={!ready}
            onClick={() => {
              pressed.current = true;
              onClose();
              onPush({ canary: canary === ALL ? null : canary, onFailure, secrets: given });
            }}
          >
            {words}
          </Button>
        </>
      }
    >
      <ul className="push__nodes">
        {nodes.map((node) => (
          <li key={node}>
            <span className="strong">{node}</span>{' '}
            <Counts summary={summarise(operations.filter((operation) => operation.node === node))} />
          </li>
        ))}
      </ul>
      {deletes.length > 0 && <Deletes deletes={deletes} />}
      <PushSecrets
        secrets={secrets}
        given={given}
        onGive={(name, value) => setGiven((old) => ({ ...old, [name]: value }))}
      />
      {nodes.length > 1 && !resumes && (
        <div className="push__canary">
          <Select
            label="First"
            showLabel
            inDialog
            value={canary}
            options={[
              ...nodes.map((node) => ({ value: node, label: node, hint: 'canary' })),
              { value: ALL, label: 'no node before the others' },
            ]}
            onChange={setCanary}
          />
          <p className="muted">
            {canary === ALL
              ? 'The nodes are written in the order of the plan.'
              : `The others follow only when everything on ${canary} is verified.`}
          </p>
        </div>
      )}
      <OnFailure value={onFailure} onChange={setOnFailure} />
    </Dialog>
  );
}

function OnFailure(props: {
  readonly value: PushWish['onFailure'];
  readonly onChange: (value: PushWish['onFailure']) => void;
}): ReactNode {
  const { value, onChange } = props;
  return (
    <fieldset className="choices">
      <legend>When one goes wrong</legend>
      <label className="choice">
        <input type="radio" name="failure" checked={value === 'stop'} onChange={() => onChange('stop')} />
        <span>Stop</span>
        <span className="muted">Nothing more is sent. What is left can be gone on with.</span>
      </label>
      <label className="choice">
        <input
          type="radio"
          name="failure"
          checked={value === 'continue'}
          onChange={() => onChange('continue')}
        />
        <span>Go on</span>
        <span className="muted">What does not depend on it is still sent.</span>
      </label>
    </fieldset>
  );
}

function Deletes({ deletes }: { readonly deletes: readonly Operation[] }): ReactNode {
  return (
    <div className="push__deletes">
      <Tag tone="bad">{plural(deletes.length, 'delete')}</Tag>
      <ul>
        {deletes.slice(0, NAMED).map((operation) => (
          <li key={operation.id}>
            {nameResource(operation)} <span className="muted">on {operation.node}</span>
          </li>
        ))}
      </ul>
      {deletes.length > NAMED && <p className="muted">and {deletes.length - NAMED} more</p>}
    </div>
  );
}

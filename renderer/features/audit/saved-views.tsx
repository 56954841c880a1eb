import { useEffect, useState, type ReactNode } from 'react';

import type { SavedView } from '../../../shared/audit/saved-view.ts';
import { call } from '../../app/api.ts';
import { createRemote } from '../../app/state/remote.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { notify } from '../../ui/notice.tsx';
import { Popover } from '../../ui/popover.tsx';

/** The views of the workspace. */
export const savedViews = createRemote('views.list');

export interface SavedViewsProps {
  /** What is looked at now, without a name. */
  readonly now: Omit<SavedView, 'name'>;
  readonly onOpen: (view: SavedView) => void;
}

/** Ways of looking at the log that were kept under a name: to open one, take one away, keep this one. */
export function SavedViews({ now, onOpen }: SavedViewsProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title="Views"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button>
          Views
          <Icon name="chevron" />
        </Button>
      }
    >
      <ViewList
        now={now}
        onOpen={(view) => {
          setOpen(false);
          onOpen(view);
        }}
        onSaved={() => setOpen(false)}
      />
    </Popover>
  );
}

function ViewList({ now, onOpen, onSaved }: SavedViewsProps & { readonly onSaved: () => void }): ReactNode {
  const state = savedViews.use();
  useEffect(() => void savedViews.load({}), []);
  return (
    <div className="views">
      <AsyncView state={state} onRetry={() => void savedViews.reload()} lines={3}>
        {({ views }) =>
          views.length === 0 ? (
            <p className="muted">No view is kept yet.</p>
          ) : (
            <ul aria-label="Views kept in this workspace">
              {views.map((view) => (
                <li key={view.name} className="views__row">
                  <button
                    type="button"
                    className="add-filter__value"
                    title={view.name}
                    onClick={() => onOpen(view)}
                  >
                    <span className="truncate">{view.name}</span>
                  </button>
                  <IconButton
                    icon="trash"
                    label={`Remove the view ${view.name}`}
                    onClick={() => void removeView(view.name)}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </AsyncView>
      <SaveForm views={state.value?.views ?? []} now={now} onSaved={onSaved} />
    </div>
  );
}

function SaveForm(props: {
  readonly views: readonly SavedView[];
  readonly now: Omit<SavedView, 'name'>;
  readonly onSaved: () => void;
}): ReactNode {
  const { views, now, onSaved } = props;
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const plain = name.trim();
  const replaces = views.some((view) => view.name === plain);
  const save = async (): Promise<void> => {
    setBusy(true);
    const result = await call('views.save', { view: { ...now, name: plain } });
    setBusy(false);
    if (!result.ok) {
      notify(result.problem.message, result.problem.next);
      return;
    }
    notify(`Kept the view ${plain}`);
    // The list may have been opened again in the meantime.
    void savedViews.reload();
    onSaved();
  };
  return (
    <form
      className="views__save"
      onSubmit={(event) => {
        event.preventDefault();
        if (plain !== '') void save();
      }}
    >
      <TextField
        label="Keep this view as"
        maxLength={80}
        value={name}
        onChange={setName}
        help={replaces ? 'Takes the place of the view of that name' : 'Span, filters, columns and order'}
      />
      <Button type="submit" tone="primary" busy={busy} disabled={plain === ''}>
        {replaces ? 'Replace' : 'Save view'}
      </Button>
    </form>
  );
}

async function removeView(name: string): Promise<void> {
  const result = await call('views.remove', { name });
  if (result.ok) await savedViews.reload();
  else notify(result.problem.message, result.problem.next);
}

import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';

import { guardLeaving } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { dirtyPaths, discardFile, saveFile, useDrafts } from './drafts.ts';

/** Where a person was going when unsaved edits held them back. */
interface Leaving {
  /** Goes on. */
  readonly proceed: () => void;
  readonly verb: 'Leave' | 'Close';
}

/** Holds a person back who leaves the screen or closes the window with edits that are not saved. */
export function LeaveGuard(): ReactNode {
  const files = useDrafts((state) => state.files);
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  useEffect(() => {
    const unguard = guardLeaving((proceed) => {
      if (dirtyPaths(useDrafts.getState().files).length === 0) return true;
      setLeaving({ proceed, verb: 'Leave' });
      return false;
    });
    const onClose = (event: BeforeUnloadEvent): void => {
      if (dirtyPaths(useDrafts.getState().files).length === 0) return;
      event.preventDefault();
      setLeaving({ proceed: () => window.close(), verb: 'Close' });
    };
    window.addEventListener('beforeunload', onClose);
    return () => {
      unguard();
      window.removeEventListener('beforeunload', onClose);
    };
  }, []);
  const dirty = dirtyPaths(files);
  const what = dirty.length === 1 ? (dirty[0] ?? '') : plural(dirty.length, 'file');

  function finish(): void {
    setLeaving(null);
    leaving?.proceed();
  }

  async function saveAll(): Promise<void> {
    for (const path of dirty) {
      if ((await saveFile(path, false)) !== 'saved') {
        setLeaving(null);
        return;
      }
    }
    finish();
  }

  return (
    <Dialog
      open={leaving !== null}
      onOpenChange={(open) => {
        if (!open) setLeaving(null);
      }}
      title={`${what} ${dirty.length === 1 ? 'has' : 'have'} edits that are not saved`}
      description="Plans and comparisons use the saved files only. Discarded edits cannot be brought back."
      footer={
        <>
          <Button onClick={() => setLeaving(null)}>Stay</Button>
          <Button
            tone="danger"
            onClick={() => {
              for (const path of dirty) discardFile(path);
              finish();
            }}
          >
            Discard and {leaving?.verb.toLowerCase() ?? 'leave'}
          </Button>
          <Button tone="primary" onClick={() => void saveAll()}>
            Save and {leaving?.verb.toLowerCase() ?? 'leave'}
          </Button>
        </>
      }
    />
  );
}

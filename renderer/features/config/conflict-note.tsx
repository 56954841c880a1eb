import { useState } from 'react';
import type { ReactNode } from 'react';

import type { ConfigFile } from '../../../shared/contract/answers.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Tag } from '../../ui/tag.tsx';
import { keepMyFile, takeTheirFile } from './drafts.ts';

export interface ConflictNoteProps {
  readonly path: string;
  readonly mine: string;
  /** The file as it is now. */
  readonly theirs: ConfigFile;
}

/** The file changed on disk while it was being edited: shows both, and lets the person choose. */
export function ConflictNote({ path, mine, theirs }: ConflictNoteProps): ReactNode {
  const [shown, setShown] = useState(false);
  const choices = (
    <>
      <Button onClick={() => takeTheirFile(path)}>Reload the file</Button>
      <Button onClick={() => keepMyFile(path)}>Keep my edits</Button>
    </>
  );
  return (
    <div className="config__note config__conflict" role="alert">
      <Tag tone="caution">changed on disk</Tag>
      <p>
        <span className="strong">{path} was changed by something else since you began.</span>{' '}
        <span className="soft">
          Reloading drops your edits. Keeping them lets the next save replace what is in the file now.
        </span>
      </p>
      <div className="config__actions">
        <Button tone="quiet" icon="compare" onClick={() => setShown(true)}>
          Show both
        </Button>
        {choices}
      </div>
      <Dialog open={shown} onOpenChange={setShown} title={`Two versions of ${path}`} wide footer={choices}>
        <div className="config__versions">
          <DiffView
            left={{ title: 'In the file now', text: theirs.text }}
            right={{ title: 'Your edits', text: mine }}
          />
        </div>
      </Dialog>
    </div>
  );
}

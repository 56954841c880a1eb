import type { ReactNode } from 'react';

import { ProblemNote } from '../../ui/problem-note.tsx';
import { useCore } from '../state/core.ts';

/** Says when the part that does the work is not there, and what that means. */
export function CoreNote(): ReactNode {
  const core = useCore((state) => state.core);
  if (core.state === 'ready') return null;
  const restarting = core.state === 'restarting';
  return (
    <div className="frame__note">
      <ProblemNote
        problem={{
          code: `core_${core.state}`,
          message:
            core.message ?? (restarting ? 'The core stopped and is starting again.' : 'The core stopped.'),
          next: restarting
            ? 'Nothing half-done was kept. This takes a moment.'
            : 'Close the app and start it again. Your files are as they were.',
        }}
      />
    </div>
  );
}

import type { ReactNode } from 'react';

import { coverage } from '../../app/state/workspace.ts';
import { plural } from '../../ui/format.ts';

/** Imports that were ended before their time, each as one line: the same file goes on where it was, and another does not. */
export function UnfinishedImports(): ReactNode {
  const unfinished = coverage.use((state) => state.value?.unfinished) ?? [];
  return unfinished.map(({ node, description, rows, file }) => (
    <p key={`${node} ${description}`} className="soft">
      An import of <span className="mono">{description}</span> into {node} was ended before its time.{' '}
      {file === undefined
        ? `Import it again: ${plural(rows, 'row')} need not be read again.`
        : `Nobody can go on with it, as a file of it ${file === 'gone' ? 'is gone' : 'has changed since'}: the next import into ${node} clears it away.`}
    </p>
  ));
}

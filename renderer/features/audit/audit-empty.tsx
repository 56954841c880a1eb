import type { ReactNode } from 'react';

import { openImport } from '../archive/import-state.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMonth } from '../../ui/format-time.ts';
import type { AuditFilter } from './filters.ts';

/** The month is there and nothing in it matches. */
export function AuditNoMatch(props: {
  readonly month: string;
  readonly filter: AuditFilter;
  readonly onClear: () => void;
}): ReactNode {
  const narrowed = Object.keys(props.filter).length > 0;
  return (
    <Card>
      <EmptyState
        icon="filter"
        title={
          narrowed
            ? `No request of ${formatMonth(props.month)} matches`
            : `The archive holds no requests of ${formatMonth(props.month)}`
        }
        actions={narrowed ? <Button onClick={props.onClear}>Clear all filters</Button> : <ImportButton />}
      >
        {narrowed
          ? 'Take a filter away, or choose another month above.'
          : 'Choose another month above, or import it.'}
      </EmptyState>
    </Card>
  );
}

function ImportButton(): ReactNode {
  return (
    <Button icon="pull" onClick={() => openImport({ from: 'node' })}>
      Import from a node or a file
    </Button>
  );
}

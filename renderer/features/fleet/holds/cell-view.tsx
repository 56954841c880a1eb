import type { ReactNode } from 'react';

import type { Cell, CellForm } from '../../../../shared/fleet/browse-columns.ts';
import { formatCount, formatUsd, shortenId } from '../../../ui/format.ts';
import { Tag } from '../../../ui/tag.tsx';
import { Time } from '../../../ui/time.tsx';
import { formatPeriod, formatPrice } from '../neutral-words.ts';

const none = <span className="muted">–</span>;

/** One cell, as its form asks. What the gateway does not set is a dash, which is not zero. */
export function CellView({ cell, form }: { readonly cell: Cell; readonly form: CellForm }): ReactNode {
  if (cell === null) return none;
  switch (form) {
    case 'text':
      return cell === 'blocked' ? <Tag tone="bad">blocked</Tag> : <span title={String(cell)}>{cell}</span>;
    case 'id':
      return (
        <span className="mono" title={String(cell)}>
          {shortenId(String(cell), 48)}
        </span>
      );
    case 'count':
      return formatCount(Number(cell));
    case 'usd':
      return formatUsd(String(cell));
    case 'price':
      return <span title={`$${String(cell)} a token`}>{formatPrice(String(cell))}</span>;
    case 'period':
      return formatPeriod(String(cell));
    case 'time':
      return <Time at={String(cell)} />;
    case 'owner':
      return cell === 'config file' ? <Tag tone="accent">config file</Tag> : cell;
  }
}

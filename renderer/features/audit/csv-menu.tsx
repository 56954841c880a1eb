import type { ReactNode } from 'react';

import type { FieldName } from '../../../shared/audit/fields.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { AuditRows } from './audit-rows.ts';
import { MOST_CHOSEN, MOST_IN_CSV, saveAll, saveChosen } from './chosen-rows.ts';
import { chosenCount, rangeOf, type RowSelection } from './selection.ts';

export interface CsvMenuProps {
  readonly state: AuditRows;
  readonly selection: RowSelection | null;
  readonly columns: readonly FieldName[];
}

/** Rows as a CSV file: the chosen ones, or all that match. */
export function CsvMenu({ state, selection, columns }: CsvMenuProps): ReactNode {
  const { query, pages, total } = state;
  const chosen = chosenCount(selection);
  if (query === null) return null;
  const all = total > MOST_IN_CSV ? `the first ${formatCount(MOST_IN_CSV)}` : `all ${formatCount(total)}`;
  return (
    <Menu
      align="end"
      trigger={
        <Button icon="save" disabled={total === 0}>
          CSV
          <Icon name="chevron" />
        </Button>
      }
      items={[
        {
          label: `Save ${all} that match`,
          onSelect: () => void saveAll(query, columns),
        },
        {
          label: chosen === 0 ? 'Save the chosen rows' : `Save ${plural(chosen, 'chosen row')}`,
          ...(chosen > MOST_CHOSEN && { hint: `${formatCount(MOST_CHOSEN)} at most` }),
          disabled: chosen === 0 || chosen > MOST_CHOSEN,
          onSelect: () => {
            if (selection !== null) void saveChosen(query, pages, rangeOf(selection), columns);
          },
        },
      ]}
    />
  );
}

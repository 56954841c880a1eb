import type { ReactNode } from 'react';

import type { FieldName } from '../../../shared/audit/fields.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { COLUMN_FIELDS, DEFAULT_COLUMNS, headerOf } from './audit-columns.tsx';
import { isDefault, moveColumn, toggleColumn } from './column-order.ts';

export interface ColumnChooserProps {
  /** The columns shown, in their order. */
  readonly columns: readonly FieldName[];
  readonly onChange: (columns: readonly FieldName[]) => void;
}

/** Which columns are shown, and in which order. */
export function ColumnChooser({ columns, onChange }: ColumnChooserProps): ReactNode {
  const hidden = COLUMN_FIELDS.filter(({ name }) => !columns.includes(name));
  return (
    <Popover title="Columns" trigger={<Button icon="columns">Columns</Button>}>
      <div className="columns">
        <ol aria-label="Columns shown, in their order">
          {columns.map((name, index) => (
            <li key={name} className="columns__row">
              <Check
                name={name}
                checked
                disabled={columns.length === 1}
                onToggle={() => onChange(toggleColumn(columns, name))}
              />
              <IconButton
                icon="up"
                label={`Move ${headerOf(name)} forward`}
                disabled={index === 0}
                onClick={() => onChange(moveColumn(columns, name, -1))}
              />
              <IconButton
                icon="down"
                label={`Move ${headerOf(name)} back`}
                disabled={index === columns.length - 1}
                onClick={() => onChange(moveColumn(columns, name, 1))}
              />
            </li>
          ))}
        </ol>
        {hidden.length > 0 && (
          <ul aria-label="Columns not shown" className="columns__hidden">
            {hidden.map(({ name }) => (
              <li key={name} className="columns__row">
                <Check name={name} checked={false} onToggle={() => onChange(toggleColumn(columns, name))} />
              </li>
            ))}
          </ul>
        )}
        <Button tone="quiet" disabled={isDefault(columns)} onClick={() => onChange(DEFAULT_COLUMNS)}>
          Back to the usual columns
        </Button>
      </div>
    </Popover>
  );
}

function Check(props: {
  readonly name: FieldName;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const { name, checked, disabled = false, onToggle } = props;
  return (
    <label className="columns__name">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={onToggle} />
      {headerOf(name)}
    </label>
  );
}

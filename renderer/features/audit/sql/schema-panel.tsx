import { useState, type ReactNode } from 'react';

import type { QueryTable } from '../../../../shared/contract/answers.ts';
import { AsyncView } from '../../../ui/async-view.tsx';
import { Card } from '../../../ui/card.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { querySchema } from './sql-console.ts';

/** The tables that can be asked, their columns and what they mean; what is clicked goes into the statement. */
export function SchemaPanel({ onInsert }: { readonly onInsert: (name: string) => void }): ReactNode {
  const state = querySchema.use();
  return (
    <Card fill title="Tables">
      <AsyncView state={state} onRetry={() => void querySchema.load({})} lines={10}>
        {({ tables }) => (
          <ul className="sql__tables">
            {tables.map((table, index) => (
              <TableEntry key={table.name} table={table} begins={index === 0} onInsert={onInsert} />
            ))}
          </ul>
        )}
      </AsyncView>
    </Card>
  );
}

function TableEntry(props: {
  readonly table: QueryTable;
  /** Whether its columns are in sight at first. */
  readonly begins: boolean;
  readonly onInsert: (name: string) => void;
}): ReactNode {
  const { table, begins, onInsert } = props;
  const [open, setOpen] = useState(begins);
  return (
    <li>
      <button
        type="button"
        className="sql__table"
        aria-expanded={open}
        title={table.meaning}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'chevron' : 'next'} />
        <span className="mono strong">{table.name}</span>
        <span className="sql__meaning">{table.meaning}</span>
      </button>
      {open && (
        <ul className="sql__columns" aria-label={`Columns of ${table.name}`}>
          {table.columns.map(({ name, type, meaning }) => (
            <li key={name}>
              <button
                type="button"
                className="sql__column"
                title={`${name} · ${type}\n${meaning}`}
                onClick={() => onInsert(name)}
              >
                <span className="visually-hidden">Insert</span>
                <span className="mono">{name}</span>
                <span className="sql__meaning">{meaning}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

import { useState, type ReactNode } from 'react';

import { fieldOf, type AuditField, type FieldName } from '../../../shared/audit/fields.ts';
import {
  conditionFault,
  needsValue,
  OPS_OF_TYPE,
  type Condition,
  type FilterOp,
  type RequestFilter,
} from '../../../shared/audit/filter.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { flagWord } from './filters.ts';
import { ValueList } from './value-list.tsx';

/** The comparisons in as few letters as a row of buttons has room for. */
const OP_LABELS: Readonly<Record<FilterOp, string>> = {
  is: 'is',
  isNot: 'is not',
  contains: 'contains',
  atLeast: '≥',
  atMost: '≤',
  isEmpty: 'empty',
  isNotEmpty: 'not empty',
};

interface ConditionFormProps {
  readonly field: FieldName;
  readonly filter: RequestFilter | null;
  readonly onAdd: (condition: Condition, label: string | null) => void;
}

/** How a field is compared, and with what. */
export function ConditionForm({ field, filter, onAdd }: ConditionFormProps): ReactNode {
  const entry = fieldOf(field);
  const ops = OPS_OF_TYPE[entry.type];
  const [op, setOp] = useState<FilterOp>(ops[0] ?? 'is');
  return (
    <div className="add-filter__values">
      <Segmented
        label={`How ${entry.title} is compared`}
        value={op}
        options={ops.map((value) => ({ value, label: OP_LABELS[value] }))}
        onChange={setOp}
      />
      <ValueInput key={op} entry={entry} op={op} filter={filter} onAdd={onAdd} />
    </div>
  );
}

function ValueInput(props: {
  readonly entry: AuditField;
  readonly op: FilterOp;
  readonly filter: RequestFilter | null;
  readonly onAdd: ConditionFormProps['onAdd'];
}): ReactNode {
  const { entry, op, filter, onAdd } = props;
  const field = entry.name;
  if (!needsValue(op)) {
    return (
      <Button tone="primary" onClick={() => onAdd({ field, op }, null)}>
        Show where {entry.title} is {op === 'isEmpty' ? 'empty' : 'not empty'}
      </Button>
    );
  }
  if (entry.type === 'flag') {
    return (
      <ul aria-label={`Values of ${entry.title}`}>
        {[true, false].map((flag) => (
          <li key={String(flag)}>
            <button
              type="button"
              className="add-filter__value"
              onClick={() => onAdd({ field, op, value: String(flag) }, null)}
            >
              {flagWord(field, flag)}
            </button>
          </li>
        ))}
      </ul>
    );
  }
  if (entry.type === 'text' && op !== 'contains') {
    return (
      <ValueList
        field={field}
        filter={filter}
        onPick={(value, label) => onAdd({ field, op, value }, label)}
      />
    );
  }
  return <TypedValue entry={entry} op={op} onAdd={onAdd} />;
}

/** A value that is typed: a part of a text, a count or an amount. */
function TypedValue(props: {
  readonly entry: AuditField;
  readonly op: FilterOp;
  readonly onAdd: ConditionFormProps['onAdd'];
}): ReactNode {
  const { entry, op, onAdd } = props;
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const plain = text.trim();
  const value = entry.type === 'number' ? (plain === '' ? undefined : Number(plain)) : plain;
  const condition: Condition = { field: entry.name, op, value };
  const fault = conditionFault(condition);
  const unit =
    entry.type === 'money' ? ' in US dollars' : entry.name.endsWith('Ms') ? ' in milliseconds' : '';
  return (
    <form
      className="add-filter__typed"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (fault === null) onAdd(condition, null);
      }}
    >
      <input
        className="input"
        aria-label={`${entry.title} ${OP_LABELS[op]}${unit}`}
        placeholder={`${entry.title}${unit}`}
        inputMode={entry.type === 'text' ? 'text' : 'decimal'}
        maxLength={1000}
        spellCheck={false}
        aria-invalid={(tried && fault !== null) || undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" tone="primary">
        Add
      </Button>
      {tried && fault !== null && (
        <p className="field__note field__note--error" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
}

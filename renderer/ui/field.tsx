import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';

import './field.css';

export interface FieldProps {
  readonly label: string;
  /** What to enter, when the label does not say enough. */
  readonly help?: ReactNode;
  /** What is wrong with the value, and how to mend it. */
  readonly error?: string | null | undefined;
}

export interface TextFieldProps
  extends FieldProps, Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'value'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Shown in the mono font: addresses, ids, names of variables. */
  readonly mono?: boolean;
}

/** A labelled line of text. The error takes the place of the help and is announced. */
export function TextField({ label, help, error, value, onChange, mono = false, ...rest }: TextFieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={id}
        className={`input${mono ? ' mono' : ''}`}
        value={value}
        aria-invalid={typeof error === 'string' || undefined}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {note !== undefined && (
        <div
          id={`${id}-note`}
          className={`field__note${typeof error === 'string' ? ' field__note--error' : ''}`}
          role={typeof error === 'string' ? 'alert' : undefined}
        >
          {note}
        </div>
      )}
    </div>
  );
}

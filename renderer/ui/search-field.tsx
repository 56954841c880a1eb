import { useEffect, useEffectEvent, useState, type Ref } from 'react';

import './search-field.css';
import { Icon } from './icon.tsx';

export interface SearchFieldProps {
  /** What is searched; the accessible name. */
  readonly label: string;
  readonly placeholder?: string;
  /** What is searched for now. When it changes from outside, give the field another key. */
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** How long a person must pause before the search begins, milliseconds. */
  readonly pause?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A line that narrows what is shown as one types. Escape empties it. */
export function SearchField(props: SearchFieldProps) {
  const { label, placeholder, value, onChange, pause = 120, inputRef } = props;
  const [text, setText] = useState(value);
  const search = useEffectEvent(onChange);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => search(text.trim()), pause);
    return () => {
      clearTimeout(timer);
    };
  }, [text, value, pause]);
  return (
    <label className="search-field">
      <Icon name="search" />
      <span className="visually-hidden">{label}</span>
      <input
        ref={inputRef}
        type="search"
        className="input"
        placeholder={placeholder}
        maxLength={200}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          event.stopPropagation();
          setText('');
        }}
      />
    </label>
  );
}

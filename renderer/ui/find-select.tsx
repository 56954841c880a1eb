import { Combobox as Base } from '@base-ui/react/combobox';
import { useEffect, useState } from 'react';

import './find-select.css';
import './floating.css';
import { Icon, type IconName } from './icon.tsx';
import type { SelectOption } from './select.tsx';

export interface FindSelectProps {
  /** What is chosen; the accessible name, and shown while nothing is. */
  readonly label: string;
  readonly icon?: IconName;
  /** The choice, with its name; null for none. */
  readonly value: SelectOption<string> | null;
  readonly onChange: (value: string | null) => void;
  /** Finds what answers a text, a screenful at most. Asked anew whenever the text changes. */
  readonly find: (text: string) => Promise<readonly SelectOption<string>[]>;
}

/** One choice out of many: typing finds it. */
export function FindSelect({ label, icon, value, onChange, find }: FindSelectProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [items, setItems] = useState<readonly SelectOption<string>[]>([]);
  useEffect(() => {
    if (!open) return undefined;
    let here = true;
    void find(text.trim()).then((found) => {
      if (here) setItems(found);
    });
    return () => {
      here = false;
    };
  }, [open, text, find]);
  return (
    <Base.Root<SelectOption<string>>
      items={items}
      filter={null}
      value={value}
      open={open}
      onOpenChange={setOpen}
      inputValue={text}
      onInputValueChange={setText}
      onValueChange={(next) => onChange(next?.value ?? null)}
      isItemEqualToValue={(one, other) => one.value === other.value}
      autoHighlight
    >
      <span className="find-select">
        <Base.Trigger className="button select" aria-label={label}>
          {icon !== undefined && <Icon name={icon} />}
          {value === null ? (
            <span className="muted">{label}</span>
          ) : (
            <>
              <span className="muted">{label}</span> <span className="truncate">{value.label}</span>
            </>
          )}
          <Base.Icon className="select__arrow">
            <Icon name="chevron" />
          </Base.Icon>
        </Base.Trigger>
        {value !== null && (
          <button
            type="button"
            className="find-select__clear"
            aria-label={`Any ${label.toLowerCase()}`}
            onClick={() => onChange(null)}
          >
            <Icon name="close" />
          </button>
        )}
      </span>
      <Base.Portal>
        <Base.Positioner className="floating" sideOffset={4} align="start">
          <Base.Popup className="popup popup--list find-select__popup" aria-label={label}>
            <Base.Input className="input" aria-label={`Find: ${label}`} placeholder="Type to find" />
            <Base.Empty>
              {items.length === 0 && <p className="muted find-select__empty">Nothing answers “{text}”.</p>}
            </Base.Empty>
            <Base.List className="find-select__list">
              {(item: SelectOption<string>) => (
                <Base.Item key={item.value} value={item} className="popup__item">
                  <span className="truncate">{item.label}</span>
                  {item.hint !== undefined && <span className="popup__hint">{item.hint}</span>}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

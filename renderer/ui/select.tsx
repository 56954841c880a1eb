import { Select as Base } from '@base-ui/react/select';

import './floating.css';
import { Icon, type IconName } from './icon.tsx';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A few words at the far end. */
  readonly hint?: string;
}

export interface SelectProps<Value extends string> {
  /** What is chosen; the accessible name, and shown before the value with `showLabel`. */
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** It stands in a dialog, so its list must float above that. */
  readonly inDialog?: boolean;
}

/** One choice out of a list. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const {
    label,
    showLabel = false,
    value,
    options,
    onChange,
    icon,
    disabled = false,
    inDialog = false,
  } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      disabled={disabled}
      modal={false}
    >
      <Base.Trigger className="button select" aria-label={label}>
        {icon !== undefined && <Icon name={icon} />}
        {showLabel && <span className="muted">{label}</span>}
        <Base.Value />
        <Base.Icon className="select__arrow">
          <Icon name="chevron" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          className={`floating${inDialog ? ' floating--over-dialog' : ''}`}
          sideOffset={4}
          alignItemWithTrigger={false}
        >
          <Base.Popup className="popup popup--list">
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className="popup__item">
                <span className="select__mark">
                  <Base.ItemIndicator>
                    <Icon name="check" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
                {option.hint !== undefined && <span className="popup__hint">{option.hint}</span>}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

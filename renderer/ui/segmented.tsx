import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

import './segmented.css';

export interface SegmentedProps<Value extends string> {
  /** What is chosen; the accessible name of the group. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly count?: number }[];
  readonly onChange: (value: Value) => void;
}

/** One choice out of two to six, all of them in sight. Arrow keys move between them. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <ToggleGroup
      className="segmented"
      aria-label={label}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next);
      }}
    >
      {options.map((option) => (
        <Toggle key={option.value} value={option.value} className="segmented__option">
          {option.label}
          {option.count !== undefined && <span className="segmented__count">{option.count}</span>}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

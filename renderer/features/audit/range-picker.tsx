import { useState, type ReactNode } from 'react';

import type { RequestFilter } from '../../../shared/audit/filter.ts';
import type { TimeRange } from '../../../shared/audit/saved-view.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Popover } from '../../ui/popover.tsx';
import { presetOptions, rangeFault, rangeName, rangeOfInputs, toInput } from './time-range.ts';

export interface RangePickerProps {
  /** The month of the window, `YYYY-MM`. */
  readonly month: string;
  readonly range: TimeRange;
  /** The instants it lies between now; what its own ends start from. */
  readonly asked: RequestFilter | null;
  readonly onChange: (range: TimeRange) => void;
}

/** Which span of time is shown: one that has a name, or between two instants in UTC. */
export function RangePicker({ month, range, asked, onChange }: RangePickerProps): ReactNode {
  const [open, setOpen] = useState(false);
  const choose = (next: TimeRange): void => {
    setOpen(false);
    onChange(next);
  };
  const name = rangeName(range, month);
  return (
    <Popover
      title="Time"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon="calendar" aria-label={`Time: ${name}`}>
          {name}
          <Icon name="chevron" />
        </Button>
      }
    >
      <div className="range">
        <ul className="range__presets" aria-label="Spans of time">
          {presetOptions(month).map(({ value, label }) => (
            <li key={value}>
              <button
                type="button"
                className="add-filter__field"
                aria-pressed={'preset' in range && range.preset === value}
                onClick={() => choose({ preset: value })}
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
        <OwnSpan asked={asked} onChoose={choose} />
      </div>
    </Popover>
  );
}

function OwnSpan(props: {
  readonly asked: RequestFilter | null;
  readonly onChoose: (range: TimeRange) => void;
}): ReactNode {
  const { asked, onChoose } = props;
  const [from, setFrom] = useState(toInput(asked?.from));
  const [until, setUntil] = useState(toInput(asked?.until));
  const fault = rangeFault(from, until);
  return (
    <form
      className="range__own"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) onChoose(rangeOfInputs(from, until));
      }}
    >
      <TextField label="From, UTC" type="datetime-local" step={1} value={from} onChange={setFrom} />
      <TextField
        label="Until, UTC"
        type="datetime-local"
        step={1}
        value={until}
        onChange={setUntil}
        help="Not part of the span itself"
        error={fault}
      />
      <Button type="submit" tone="primary" disabled={fault !== null}>
        Show this span
      </Button>
    </form>
  );
}

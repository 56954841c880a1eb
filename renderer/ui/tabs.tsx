import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

import './tabs.css';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count?: number;
  readonly panel: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** What the tabs are of; the accessible name. */
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
}

/** Several views of one thing, one at a time. Arrow keys move between the tabs. */
export function Tabs<Value extends string>({ label, value, onChange, tabs }: TabsProps<Value>) {
  return (
    <Base.Root className="tabs" value={value} onValueChange={(next: Value) => onChange(next)}>
      <Base.List className="tabs__list" aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className="tabs__tab">
            {tab.label}
            {tab.count !== undefined && <span className="muted">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="tabs__panel">
          {tab.panel}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}

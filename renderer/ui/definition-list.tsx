import type { ReactNode } from 'react';

import './definition-list.css';

/** Names and values, one pair a line: what a detail pane is made of. */
export function DefinitionList({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="definitions">
      {items.map(([name, value]) => (
        <div key={name} className="definitions__pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

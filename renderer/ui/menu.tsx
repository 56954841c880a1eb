import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';

import './floating.css';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  /** The verb, and what it does it to. */
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: IconName;
  /** A few words at the far end, such as a shortcut. */
  readonly hint?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Draws a line above it. */
  readonly apart?: boolean;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

/** Actions behind a button. */
export function Menu({ trigger, items, align = 'start' }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="floating">
          <Base.Popup className="popup popup--list">
            {items.map((item) => (
              <MenuRow key={item.label} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuRow({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.apart === true && <Base.Separator className="popup__line" />}
      <Base.Item
        className={`popup__item${item.danger === true ? ' popup__item--danger' : ''}`}
        onClick={item.onSelect}
        disabled={item.disabled ?? false}
      >
        {item.icon !== undefined && <Icon name={item.icon} />}
        <span>{item.label}</span>
        {item.hint !== undefined && <span className="popup__hint">{item.hint}</span>}
      </Base.Item>
    </>
  );
}

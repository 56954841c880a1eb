import type { ComponentPropsWithRef } from 'react';

import './button.css';
import { Icon, type IconName } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

/** `primary`: the one thing to do here. `danger`: destroys or cannot be undone. `quiet`: no frame. */
export type ButtonTone = 'default' | 'primary' | 'danger' | 'quiet';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly tone?: ButtonTone;
  readonly icon?: IconName;
  /** Work it started is running: shown, announced, and not started twice. */
  readonly busy?: boolean;
}

/** A button that carries its verb ("Pull 3 nodes"). */
export function Button({
  tone = 'default',
  icon,
  busy = false,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button--${tone}${className === undefined ? '' : ` ${className}`}`}
      aria-busy={busy || undefined}
      disabled={disabled === true || busy}
    >
      {busy ? <span className="button__spinner" aria-hidden /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  readonly icon: IconName;
  /** Says what it does: its accessible name and its tooltip. */
  readonly label: string;
}

/** A square button with a picture; its words are in the tooltip and the accessible name. */
export function IconButton({ icon, label, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={`button button--quiet button--icon${className === undefined ? '' : ` ${className}`}`}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

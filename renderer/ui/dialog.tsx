import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

import './dialog.css';
import { Button, type ButtonTone } from './button.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What this is for, in a sentence. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons: the way out first, the verb last. */
  readonly footer?: ReactNode;
  readonly wide?: boolean;
  /** For what is looked at rather than decided: nearly as wide as the smallest window. */
  readonly large?: boolean;
  /** Where the focus goes once it is closed; null: back where it was; false: it is where it should be. */
  readonly focusAfter?: () => HTMLElement | null | false;
}

/** A task that must be ended or left before anything else. Escape leaves it; focus goes back where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
  large = false,
  focusAfter,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="dialog__veil" />
        <Base.Viewport className="dialog__viewport">
          <Base.Popup
            className={`dialog${large ? ' dialog--large' : wide ? ' dialog--wide' : ''}`}
            {...(focusAfter !== undefined && { finalFocus: () => focusAfter() ?? true })}
          >
            <Base.Title className="dialog__title">{title}</Base.Title>
            {description !== undefined && (
              <Base.Description className="dialog__description" render={<div />}>
                {description}
              </Base.Description>
            )}
            {children !== undefined && <div className="dialog__body">{children}</div>}
            {footer !== undefined && <div className="dialog__footer">{footer}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The question, with the thing it is about. */
  readonly title: string;
  /** What will happen, to what, how many, and whether it can be undone. */
  readonly children: ReactNode;
  /** The verb and the count: "Push 7 changes to prod-eu". */
  readonly confirm: string;
  readonly tone?: ButtonTone;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
}

/** Asks before something destructive or outward happens. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, confirm, tone = 'primary', busy = false, onConfirm } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      description={children}
      footer={
        <>
          <Button
            onClick={() => {
              onOpenChange(false);
            }}
          >
            Cancel
          </Button>
          <Button tone={tone} busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    />
  );
}

import type { WebContents, WebFrameMain } from 'electron';

import { APP_HOST, APP_SCHEME } from './protocol.ts';

/** The web contents that windows of ours were made with. */
const trusted = new Set<number>();

/** Lets a window of ours talk to the shell, until it is destroyed. */
export function trustContents(contents: WebContents): void {
  const { id } = contents;
  trusted.add(id);
  contents.once('destroyed', () => trusted.delete(id));
}

/** The part of an IPC event that the check needs. */
export interface SenderEvent {
  readonly sender: Pick<WebContents, 'id'>;
  readonly senderFrame: Pick<WebFrameMain, 'url' | 'parent'> | null;
}

/** Three facts: contents that we made, the top frame, and our own address. A frame that is gone is nobody. */
export function isTrustedSender(event: SenderEvent): boolean {
  const frame = event.senderFrame;
  if (!trusted.has(event.sender.id) || frame === null || frame.parent !== null) return false;
  try {
    const url = new URL(frame.url);
    return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST;
  } catch {
    return false;
  }
}

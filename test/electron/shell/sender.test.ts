import { EventEmitter } from 'node:events';

import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';

import { isTrustedSender, trustContents, type SenderEvent } from '../../../electron/shell/sender.ts';

class Contents extends EventEmitter {
  readonly id: number;
  constructor(id: number) {
    super();
    this.id = id;
  }
}

function eventFrom(id: number, url: string, parent: unknown = null): SenderEvent {
  return { sender: { id }, senderFrame: { url, parent } } as SenderEvent;
}

describe('the sender check', () => {
  const ours = new Contents(41);
  trustContents(ours as unknown as WebContents);

  it('trusts the top frame of our own page in contents that we made', () => {
    expect(isTrustedSender(eventFrom(41, 'app://console/index.html'))).toBe(true);
  });

  it.each([
    ['contents that we did not make', eventFrom(42, 'app://console/index.html')],
    ['a frame inside', eventFrom(41, 'app://console/index.html', {})],
    ['another scheme', eventFrom(41, 'https://console/index.html')],
    ['another host', eventFrom(41, 'app://console.example.com/index.html')],
    ['our address as a parameter', eventFrom(41, 'https://example.com/?app://console/')],
    ['a blank page', eventFrom(41, 'about:blank')],
    ['no address', eventFrom(41, '')],
    ['a frame that is gone', { sender: { id: 41 }, senderFrame: null }],
  ])('does not trust %s', (_what, event) => {
    expect(isTrustedSender(event)).toBe(false);
  });

  it('forgets contents that are destroyed', () => {
    const gone = new Contents(43);
    trustContents(gone as unknown as WebContents);
    expect(isTrustedSender(eventFrom(43, 'app://console/'))).toBe(true);
    gone.emit('destroyed');
    expect(isTrustedSender(eventFrom(43, 'app://console/'))).toBe(false);
  });
});

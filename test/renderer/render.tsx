import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { act, cleanup, configure, render, screen, type RenderResult } from '@testing-library/react';
import axe from 'axe-core';
import type { ReactNode } from 'react';
import { afterEach, expect } from 'vitest';

import { connectBridge } from '../../renderer/app/api.ts';
import { useActivity } from '../../renderer/app/state/activity.ts';
import { forgetMonth } from '../../renderer/app/state/chosen-month.ts';
import { go } from '../../renderer/app/state/navigation.ts';
import * as remotes from '../../renderer/app/state/workspace.ts';
import { loadWorkspace } from '../../renderer/app/state/workspace.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';
import type { FakeHandlers } from './fake-handlers.ts';

// A busy machine may need a while for what a quick one does at once.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom lacks: layout, media queries, canvas.
window.matchMedia = (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
window.ResizeObserver = class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
HTMLCanvasElement.prototype.getContext = () => null;
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
Element.prototype.getAnimations = () => [];
Range.prototype.getClientRects = () => [] as unknown as DOMRectList;

/** Connects a fake bridge and forgets all that an earlier test left in the stores. */
export function connectFake(overrides: Partial<FakeHandlers> = {}): FakeBridge {
  const bridge = createFakeBridge(overrides);
  connectBridge(bridge);
  for (const remote of [
    remotes.workspace,
    remotes.fleet,
    remotes.coverage,
    remotes.configFiles,
    remotes.changes,
  ]) {
    remote.reset();
  }
  forgetMonth();
  useActivity.setState({ tasks: [] });
  go({ screen: 'overview' });
  return bridge;
}

/** Renders a part of the window with what the frame would have loaded already. */
export async function renderLoaded(
  element: ReactNode,
  overrides: Partial<FakeHandlers> = {},
): Promise<RenderResult & { readonly bridge: FakeBridge }> {
  const bridge = connectFake(overrides);
  await act(async () => {
    await Promise.race([loadWorkspace(), new Promise((resolve) => setTimeout(resolve, 0))]);
  });
  const result = render(
    <CSPProvider disableStyleElements>
      <Tooltip.Provider>{element}</Tooltip.Provider>
    </CSPProvider>,
  );
  await act(async () => {
    await Promise.resolve();
  });
  return { ...result, bridge };
}

/** Fails with the violations that axe finds in what is rendered. Colours need a real window. */
export async function expectAccessible(container: Element = document.body): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([]);
}

afterEach(cleanup);

export { screen };

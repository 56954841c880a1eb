import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/pick-row.css';
import type { GatehouseBridge } from '../../shared/contract/bridge.ts';
import './bridge-global.ts';
import { connectBridge } from './api.ts';
import { App } from './app.tsx';
import { start } from './start.ts';

/** The preload's bridge; in the development server, with `?fake=first` and the like, one with canned answers. */
async function findBridge(): Promise<GatehouseBridge | null> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('fake')) {
    const { createFakeBridge } = await import('../../test/renderer/fake-bridge.ts');
    const { SCENES } = await import('../../test/renderer/fake/scenes.ts');
    return createFakeBridge(SCENES[new URLSearchParams(location.search).get('fake') ?? '']);
  }
  return window.gatehouse ?? null;
}

const found = await findBridge();
const root = document.getElementById('root');
if (found === null || root === null) {
  document.body.textContent = 'This page works inside the Gatehouse app only.';
} else {
  connectBridge(found);
  start();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';

import './frame/frame.css';
import { useImport } from '../features/archive/import-state.ts';
import { Skeleton } from '../ui/async-view.tsx';
import { dismissNotices, Notices } from '../ui/notice.tsx';
import { CoreNote } from './frame/core-note.tsx';
import { Rail } from './frame/rail.tsx';
import { StatusBar } from './frame/status-bar.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { call } from './api.ts';
import { loadOtherScreens, SCREEN_ENTRIES } from './screens.tsx';
import { useNavigation, type Screen } from './state/navigation.ts';
import { usePalette } from './state/palette.ts';
import { workspace } from './state/workspace.ts';
import { useShortcuts } from './use-shortcuts.ts';

const Overlays = lazy(async () => ({ default: (await import('./overlays.tsx')).Overlays }));

/** The window: rail, top bar, one screen, status bar, and what floats above them. */
export function App(): ReactNode {
  const screen = useNavigation((state) => state.place.screen);
  useShortcuts();
  const overlays = useOverlays(useReady());
  const entry = SCREEN_ENTRIES.find((one) => one.screen === screen);
  const Screen = entry?.component;
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        <div className="frame">
          <a className="frame__skip" href="#content">
            Skip to content
          </a>
          <TopBar />
          <Rail />
          <Content screen={screen}>
            <CoreNote />
            <Suspense fallback={<Skeleton />}>{Screen !== undefined && <Screen key={screen} />}</Suspense>
          </Content>
          <StatusBar />
        </div>
        {overlays && (
          <Suspense fallback={null}>
            <Overlays />
          </Suspense>
        )}
        <Notices />
      </Tooltip.Provider>
    </CSPProvider>
  );
}

/** The screen's place. It takes the focus when another screen comes, so that a keyboard goes on from there. */
function Content({ screen, children }: { readonly screen: Screen; readonly children: ReactNode }): ReactNode {
  const element = useRef<HTMLElement>(null);
  const shown = useRef(screen);
  useEffect(() => {
    if (shown.current === screen) return;
    shown.current = screen;
    dismissNotices();
    element.current?.focus({ preventScroll: true });
    element.current?.scrollTo(0, 0);
  }, [screen]);
  return (
    <main ref={element} id="content" className="frame__content" tabIndex={-1} data-screen={screen}>
      {children}
    </main>
  );
}

/** How long after the first screen the others are fetched, milliseconds. */
const OTHERS_AFTER_MS = 300;

/** Whether to load what floats above the screens: when the first one is there, or when it is asked for. */
function useOverlays(settled: boolean): boolean {
  const palette = usePalette(({ open }) => open);
  const importing = useImport(({ request }) => request !== null);
  return settled || palette || importing;
}

/** Tells the shell once that the first screen can be used, then fetches the others. True from then on. */
function useReady(): boolean {
  const answered = workspace.use((state) => state.value !== null || state.problem !== null);
  const said = useRef(false);
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!answered || said.current) return;
    said.current = true;
    // With the next frame, so that it is true when it is said: what can be used is also seen.
    requestAnimationFrame(() => void call('shell.ready', {}));
    setTimeout(() => {
      loadOtherScreens();
      setSettled(true);
    }, OTHERS_AFTER_MS);
  }, [answered]);
  return settled;
}

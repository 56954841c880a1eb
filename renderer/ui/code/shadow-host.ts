import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** What a mounted view must offer so that its host can take it down again. */
export interface Destroyable {
  destroy(): void;
}

/**
 * Mounts a CodeMirror view inside an open shadow root on the returned element.
 *
 * In a document CodeMirror writes its rules into a `<style>` element, which `style-src 'self'` refuses; in a
 * shadow root it uses constructed style sheets, which need no exception. Custom properties and fonts reach
 * through the boundary, so the tokens apply as everywhere else.
 *
 * `mount` runs again whenever one of `dependencies` changes; the old view is destroyed first.
 */
export function useShadowHost<View extends Destroyable>(
  mount: (root: ShadowRoot) => View,
  dependencies: readonly unknown[],
): { readonly host: RefObject<HTMLDivElement | null>; readonly view: RefObject<View | null> } {
  const host = useRef<HTMLDivElement | null>(null);
  const view = useRef<View | null>(null);
  const latest = useRef(mount);
  latest.current = mount;
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const mounted = latest.current(root);
    view.current = mounted;
    return () => {
      mounted.destroy();
      view.current = null;
    };
  }, dependencies);
  return { host, view };
}

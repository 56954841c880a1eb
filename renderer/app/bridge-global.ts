import type { GatehouseBridge } from '../../shared/contract/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script; missing where the page is opened outside the app. */
    readonly gatehouse?: GatehouseBridge;
  }
}

/** What `npm run test:e2e` prepared: see build/setup/playwright.mjs. */
export interface Setting {
  /** Electron, or the script that starts it as the unprivileged user. */
  readonly executable: string;
  /** The app's folder, with package.json and dist/. */
  readonly folder: string;
  /** Who the app runs as, when that is not who runs the tests. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** Holds what this run needs; removed after it. */
  readonly runFolder: string;
  /** The environment of the app, with its display. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Reads the setting; throws when the tests were started in another way. */
export function readSetting(): Setting {
  const text = process.env['GATEHOUSE_E2E'];
  if (text === undefined) throw new Error('Start the journeys with: npm run test:e2e');
  return JSON.parse(text) as Setting;
}

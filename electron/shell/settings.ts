import { readFileSync } from 'node:fs';

import * as v from 'valibot';

import { writeFileAtomic } from '../files/atomic-write.ts';

const SettingsSchema = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  /** The workspace that was open last, absolute. */
  workspace: v.optional(v.nullable(v.string()), null),
});

/** What the app remembers between runs on this computer. Nothing of a workspace, nothing secret. */
export type Settings = v.InferOutput<typeof SettingsSchema>;

/** The settings file: read once, written whole on each change. */
export interface SettingsFile {
  get(): Settings;
  change(change: Partial<Settings>): Promise<void>;
}

/**
 * Opens the settings. A file that cannot be read starts over: it holds comfort, not work. Read at once, because
 * nothing can be shown before it, and what is asked of the disk is not answered while Electron comes up.
 */
export function openSettings(file: string): SettingsFile {
  let settings: Settings = v.parse(SettingsSchema, {});
  try {
    const parsed = v.safeParse(SettingsSchema, JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) settings = parsed.output;
  } catch {
    // First run, or not JSON.
  }
  return {
    get: () => settings,
    async change(change) {
      const before = JSON.stringify(settings);
      settings = { ...settings, ...change };
      if (JSON.stringify(settings) === before) return;
      await writeFileAtomic(file, `${JSON.stringify(settings, null, 2)}\n`);
    },
  };
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { app, clipboard, dialog, nativeTheme, type BrowserWindow } from 'electron';

import type { ShellInfo } from '../../shared/contract/answers.ts';
import type { CallAnswer, ShellCallName, ValidArgs } from '../../shared/contract/contract.ts';
import { ProblemError } from '../../shared/result.ts';
import type { Encryption } from './vault.ts';
import type { SettingsFile } from './settings.ts';

/** Every call the shell answers itself. */
export type ShellHandlers = {
  readonly [K in ShellCallName]: (args: ValidArgs<K>, window: BrowserWindow) => Promise<CallAnswer<K>>;
};

export interface ShellCallsOptions {
  readonly settings: SettingsFile;
  readonly encryption: Encryption;
  readonly launchedAtMs: number;
  /** Told once, when the window says that its first screen is there. */
  readonly onReady: () => void;
  /** Opens another workspace in place of this one. */
  readonly openWorkspace: (folder: string | 'sample') => Promise<string>;
  /** The workspace that the app was started with a second time, once; null when there is none. */
  readonly takeGiven: () => string | null;
}

/** Dialogs, clipboard, theme: what only the shell can do. */
export function createShellHandlers(options: ShellCallsOptions): ShellHandlers {
  const { settings, encryption } = options;
  let lastFolder = app.getPath('documents');

  const info = (): ShellInfo => ({
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    platform: process.platform,
    theme: settings.get().theme,
    keychain: encryption.available() ? 'available' : 'unavailable',
  });

  return {
    'shell.ready': async () => {
      options.onReady();
      return { sinceLaunchMs: Math.round(Date.now() - options.launchedAtMs) };
    },
    'shell.info': async () => info(),
    'shell.setTheme': async ({ theme }) => {
      nativeTheme.themeSource = theme;
      await settings.change({ theme });
      return info();
    },
    'shell.chooseLogFiles': async ({ folder }, window) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: folder ? 'Import a folder of request logs' : 'Import request logs',
        buttonLabel: 'Import',
        defaultPath: lastFolder,
        // Linux and Windows show either files or folders.
        properties: folder ? ['openDirectory'] : ['openFile', 'multiSelections'],
        filters: [
          { name: 'Request logs', extensions: ['jsonl', 'ndjson', 'json', 'csv', 'gz', 'zst'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const [first] = filePaths;
      if (first !== undefined) lastFolder = path.dirname(first);
      return { paths: canceled ? [] : filePaths };
    },
    'shell.choosePriceFile': async (_, window) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Choose a file of prices',
        buttonLabel: 'Choose',
        defaultPath: lastFolder,
        properties: ['openFile'],
        filters: [
          { name: 'Prices', extensions: ['json'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const [first] = filePaths;
      if (first !== undefined) lastFolder = path.dirname(first);
      return { paths: canceled ? [] : filePaths };
    },
    'shell.saveText': async ({ suggestedName, text }, window) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        defaultPath: path.join(lastFolder, suggestedName),
      });
      if (canceled || filePath === '') return { path: null };
      lastFolder = path.dirname(filePath);
      await saveText(filePath, text);
      return { path: filePath };
    },
    'shell.copyText': async ({ text }) => {
      await Promise.resolve(clipboard.writeText(text));
      return { characters: text.length };
    },
    'shell.openWorkspace': async ({ which }, window) => {
      if (which === 'sample') return { path: await options.openWorkspace('sample') };
      if (which === 'given') {
        const given = options.takeGiven();
        return { path: given === null ? null : await options.openWorkspace(given) };
      }
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: 'Open workspace',
        buttonLabel: 'Open',
        properties: ['openDirectory', 'createDirectory'],
      });
      const [folder] = filePaths;
      if (canceled || folder === undefined) return { path: null };
      return { path: await options.openWorkspace(folder) };
    },
  };
}

async function saveText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ProblemError({
      code: 'file_not_saved',
      message: `The file could not be written (${code}).`,
      next: 'Choose another folder, or free some space.',
      where: file,
    });
  }
}

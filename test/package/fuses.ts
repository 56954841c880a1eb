import { readFile } from 'node:fs/promises';

/** The fuses of Electron's first layout, in the order of its wire. */
const names = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;

/** What marks the wire inside the executable. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Reads the fuses from an Electron executable: after the sentinel come a version, a length, and one character a fuse.
 *
 * @throws Error when there is no wire of a layout known here
 */
export async function readFuses(executable: string): Promise<Readonly<Record<string, boolean>>> {
  const bytes = await readFile(executable);
  const wire = bytes.indexOf(sentinel) + sentinel.length;
  if (wire < sentinel.length || bytes[wire] !== 1) throw new Error(`No fuses in ${executable}`);
  const states = bytes.subarray(wire + 2, wire + 2 + names.length).toString('latin1');
  return Object.fromEntries(names.map((name, at) => [name, states[at] === '1']));
}

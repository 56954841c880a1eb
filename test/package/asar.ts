import { open } from 'node:fs/promises';

/** One folder of the archive's index. */
interface Folder {
  readonly files: Readonly<Record<string, Folder | object>>;
}

/**
 * The paths of all files in an asar archive. Its index is JSON behind four little-endian lengths.
 */
export async function listArchive(file: string): Promise<readonly string[]> {
  const handle = await open(file);
  try {
    const lengths = Buffer.alloc(16);
    await handle.read(lengths, 0, 16, 0);
    const index = Buffer.alloc(lengths.readUInt32LE(12));
    await handle.read(index, 0, index.length, 16);
    return listFolder(JSON.parse(index.toString('utf8')) as Folder, '');
  } finally {
    await handle.close();
  }
}

function listFolder(folder: Folder, prefix: string): readonly string[] {
  return Object.entries(folder.files).flatMap(([name, entry]) =>
    'files' in entry ? listFolder(entry, `${prefix}${name}/`) : [`${prefix}${name}`],
  );
}

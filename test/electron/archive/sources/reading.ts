import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { LogChunk } from '../../../../electron/archive/sources/line-sink.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import type { LogSource } from '../../../../electron/archive/sources/log-source.ts';

/** A file of its own folder, which is removed when the test ends. */
export async function fileOf(content: string | Uint8Array, name = 'log.jsonl'): Promise<string> {
  const file = join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

/** A folder with these files, which is removed when the test ends. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** All that a source gives. Lines by their number, empty ones too. */
export async function readSource(source: LogSource): Promise<{
  readonly lines: readonly string[];
  readonly places: readonly string[];
  readonly refused: readonly (readonly [where: string, reason: string, raw: string])[];
  readonly chunks: readonly LogChunk[];
}> {
  const chunks: LogChunk[] = [];
  for await (const chunk of source.chunks(new AbortController().signal)) chunks.push(chunk);
  const lines = chunks.flatMap(({ bytes }) => Buffer.from(bytes).toString('utf8').split('\n').slice(0, -1));
  return {
    lines,
    places: chunks.flatMap(({ places }) => places ?? []),
    refused: chunks.flatMap(({ refused }) =>
      refused.map(({ where, reason, raw }) => [where, reason, raw] as const),
    ),
    chunks,
  };
}

/** The records of a source, as they are read. */
export async function recordsOf(source: LogSource): Promise<readonly unknown[]> {
  const { lines } = await readSource(source);
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown);
}

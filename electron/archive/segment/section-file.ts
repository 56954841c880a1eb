import { statSync } from 'node:fs';

import { DamagedError, headerEnd, openSection, readTable } from './sections.ts';
import { readAt } from './stored-values.ts';

/** A file of sections, open for reading: each is read, checked and unpacked when it is asked for. */
export interface SectionFile {
  /** What its header says of it, not yet looked at. */
  readonly facts: unknown;
  readonly sections: readonly string[];
  /** How long the file is. */
  readonly bytes: number;
  /** Throws a {@link DamagedError} where it is not what was written, or not there. */
  section(name: string): Uint8Array;
  /** The same, as text. */
  text(name: string): string;
}

/** Holds the header of most files. */
const HEADER_BYTES = 8_192;

/** Opens a file. Throws a {@link DamagedError}, a `NewerLayoutError`, or what the system says of it. */
export function openSectionFile(path: string): SectionFile {
  const { size } = statSync(path);
  let front = readAt(path, 0, Math.min(size, HEADER_BYTES));
  const needed = headerEnd(front);
  if (needed > front.length) front = readAt(path, 0, Math.min(size, needed));
  const table = readTable(front);
  if (table.size !== size) throw new DamagedError('it has not the length it must have');

  function section(name: string): Uint8Array {
    const entry = table.sections.get(name);
    if (entry === undefined) throw new DamagedError(`its part "${name}" is not there`);
    return openSection(entry, readAt(path, table.begin + entry.at, entry.bytes));
  }

  return {
    facts: table.facts,
    bytes: size,
    sections: [...table.sections.keys()],
    section,
    text(name) {
      const bytes = section(name);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    },
  };
}

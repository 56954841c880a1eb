import { closeSync, openSync, readSync } from 'node:fs';

import { isJsonObject } from '../../../shared/json.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { DamagedError } from './sections.ts';

/** What parsers and unpackers say of damaged bytes is said as damage. */
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError)
      throw new DamagedError(`a part of it cannot be read (${error.message})`);
    throw error;
  }
}

/** Opened anew each time: a file that is kept open is in the way of whoever removes it, and there may be thousands. */
export function readAt(path: string, at: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    for (let held = 0; held < length;) {
      const got = readSync(file, bytes, held, length - held, at + held);
      if (got === 0) throw new DamagedError('it is cut off');
      held += got;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

export function listOf(text: string): readonly unknown[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new TypeError('not a list');
  return list;
}

export function tagsOf(text: string): readonly string[] {
  const tags: unknown = text === '' ? [] : JSON.parse(text);
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

export function extraOf(text: string): JsonObject {
  const extra: unknown = text === '' ? {} : JSON.parse(text);
  return isJsonObject(extra) ? extra : {};
}

import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** The names in a folder, read again when it has changed: every question asks for them several times. */
export interface Listing {
  names(): Promise<ReadonlySet<string>>;
}

/**
 * A folder's time of change is this coarse at worst, milliseconds: what changed just now may change unseen. FAT counts in
 * steps of two seconds, HFS+ and ext3 in whole ones.
 */
const COARSE_MS = 2_500;

export function createListing(folder: string): Listing {
  let kept: { readonly changed: bigint; readonly names: ReadonlySet<string> } | null = null;
  return {
    async names() {
      const found = statSync(folder, { bigint: true, throwIfNoEntry: false });
      if (found !== undefined && kept?.changed === found.mtimeNs) return kept.names;
      const asked = Date.now();
      const names = new Set(await readdir(folder));
      const settled = found !== undefined && Number(found.mtimeMs) < asked - COARSE_MS;
      kept = settled ? { changed: found.mtimeNs, names } : null;
      return names;
    },
  };
}

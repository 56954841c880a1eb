import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, shortHash } from '../setup/paths.mjs';

/** What each part is made from; a change in any of these makes it stale. */
const sources = {
  node: ['electron', 'shared', 'build/bundle', 'package-lock.json'],
  window: ['renderer', 'shared', 'build/bundle', 'package-lock.json'],
};

/**
 * Names the state of the sources of a part by path, size and time of change: quick, and enough for a build.
 *
 * @param {import('../bundle.mjs').Part} part
 */
export function buildStamp(part) {
  const lines = sources[part].flatMap((source) => listFiles(join(root, source)));
  return shortHash(lines.join('\n'));
}

/**
 * @param {import('../bundle.mjs').Part} part
 */
export function isBuilt(part) {
  const mark = markOf(part);
  return existsSync(mark) && readFileSync(mark, 'utf8') === buildStamp(part);
}

/**
 * @param {import('../bundle.mjs').Part} part
 * @param {string} stamp taken before the build began, so that an edit during it is not missed
 */
export function markBuilt(part, stamp) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(markOf(part), stamp);
}

/**
 * @param {import('../bundle.mjs').Part} part
 */
function markOf(part) {
  return join(root, 'dist', `.${part}-stamp`);
}

/**
 * @param {string} path file or folder
 * @returns {string[]} one line a file
 */
function listFiles(path) {
  const facts = statSync(path);
  if (!facts.isDirectory()) return [`${path} ${facts.size} ${facts.mtimeMs}`];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => listFiles(join(path, name)));
}

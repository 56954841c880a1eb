import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Lockfile {
  readonly packages: Readonly<Record<string, Entry>>;
}

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const lock: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const manifest: Entry = JSON.parse(readFileSync('package.json', 'utf8'));

test('every package is pinned to one version, and the lockfile agrees', () => {
  const direct = { ...manifest.dependencies, ...manifest.devDependencies };
  for (const [name, version] of Object.entries(direct)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});

// A registry that lacks one platform's build makes npm leave it out of the lockfile, and `npm ci` then refuses.
test('the builds of every platform stand in the lockfile', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) =>
        lock.packages[`node_modules/${name}`] === undefined &&
        lock.packages[`${path}/node_modules/${name}`] === undefined,
    ),
  );
  expect(missing).toEqual([]);
});

test('everything that Linux installs carries its checksum', () => {
  const open = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && entry.integrity === undefined && entry.optional !== true,
  );
  expect(open.map(([path]) => path)).toEqual([]);
});

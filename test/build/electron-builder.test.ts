import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

interface BuilderConfig {
  readonly asar: boolean;
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly mac: { readonly icon: string };
  readonly win: { readonly icon: string };
}

interface Scheme {
  readonly definitions: {
    readonly FuseOptionsV1: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

const load = createRequire(import.meta.url);
let config: BuilderConfig;
let scheme: Scheme;

beforeAll(() => {
  config = parse(readFileSync('electron-builder.yml', 'utf8')) as BuilderConfig;
  scheme = load('app-builder-lib/scheme.json') as Scheme;
});

test('the packager accepts its configuration', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const valid = ajv.validate(scheme, config);
  expect(ajv.errors).toBeNull();
  expect(valid).toBe(true);
});

test('the packager refuses a setting it does not know', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  expect(ajv.validate(scheme, { ...config, electronFuse: {} })).toBe(false);
});

test('every fuse that the packager knows is set on purpose', () => {
  expect(Object.keys(config.electronFuses).toSorted()).toEqual(
    Object.keys(scheme.definitions.FuseOptionsV1.properties).toSorted(),
  );
});

test('the fuses close what a shipped app does not need', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    resetAdHocDarwinSignature: false,
  });
});

test('only what was bundled goes into the archive', () => {
  expect(config.asar).toBe(true);
  const included = config.files.filter((glob) => !glob.startsWith('!'));
  expect(included).toEqual([
    'dist/electron/*.cjs',
    'dist/electron/*.wasm',
    'dist/renderer/**/*',
    'package.json',
  ]);
  expect(config.files).toContain('!**/*.map');
});

test('the icons are there', () => {
  for (const icon of [config.mac.icon, config.win.icon, 'build/icons/512x512.png']) {
    expect(existsSync(icon), icon).toBe(true);
  }
});

import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { encodePng } from '../../build/icons/png.mjs';
import { checkVersion } from '../../build/package.mjs';
import { appEnvironment, wrap } from '../../build/setup/app.mjs';
import { command, tail } from '../../build/setup/command.mjs';
import { findRuntime } from '../../build/setup/electron-runtime.mjs';
import { installArguments, requireBuildTools } from '../../build/setup/install.mjs';
import { pinnedElectron } from '../../build/setup/paths.mjs';
import { openToAll } from '../../build/setup/stage.mjs';
import { StepError } from '../../build/setup/step.mjs';
import { asUser } from '../../build/setup/user.mjs';

const nobody = { uid: 65_534, gid: 65_534 };
let folder = '';
let override: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-setup-'));
  override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (override === undefined) delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  else process.env['ELECTRON_OVERRIDE_DIST_PATH'] = override;
});

describe('running a program', () => {
  test('keeps what it said and how it ended', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const outcome = await command(process.execPath, ['-e', script]);
    expect(outcome).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false });
    expect(tail(outcome, 1)).toBe('err');
  });

  test('one that is not there ends with 127', async () => {
    expect((await command(join(folder, 'nothing'), [])).code).toBe(127);
  });

  test('one that does not end is ended', async () => {
    const outcome = await command(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limit: 300 });
    expect(outcome).toMatchObject({ code: null, timedOut: true });
  });
});

describe('the Electron to run', () => {
  test('is the one that the override names', async () => {
    writeFileSync(join(folder, 'electron'), '');
    chmodSync(join(folder, 'electron'), 0o755);
    writeFileSync(join(folder, 'version'), 'v45.4.1\n');
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
    expect(await findRuntime()).toMatchObject({ dist: folder, version: '45.4.1', source: 'override' });
  });

  test('is never another one when the override is wrong', async () => {
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = folder;
    const failed = await findRuntime().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(StepError);
    expect(failed).toMatchObject({ message: expect.stringContaining(folder), next: expect.any(String) });
  });
});

describe('installing the packages', () => {
  /** A project that needs one package to run and one to be built, both of them folders. */
  async function project(): Promise<void> {
    for (const name of ['runs', 'builds']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    }
    const manifest = {
      name: 'p',
      dependencies: { runs: 'file:runs' },
      devDependencies: { builds: 'file:builds' },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const locked = await command('npm', ['install', '--package-lock-only', '--offline'], { cwd: folder });
    expect(locked.code).toBe(0);
  }

  test('brings what builds the app also where the environment says production', async () => {
    await project();
    const env = { ...process.env, NODE_ENV: 'production' };
    expect((await command('npm', [...installArguments, '--offline'], { cwd: folder, env })).code).toBe(0);
    expect(readdirSync(join(folder, 'node_modules'))).toEqual(expect.arrayContaining(['builds', 'runs']));
  }, 60_000);

  test('is not called done without the compiler', () => {
    expect(() => requireBuildTools(folder)).toThrow(StepError);
    mkdirSync(join(folder, 'node_modules', 'typescript'), { recursive: true });
    expect(() => requireBuildTools(folder)).toThrow(StepError);
    writeFileSync(join(folder, 'node_modules', 'typescript', 'package.json'), '{}');
    expect(() => requireBuildTools(folder)).not.toThrow();
  });
});

describe('packaging', () => {
  test('takes the pinned Electron, and another only when it is named', () => {
    expect(() => checkVersion(pinnedElectron(), undefined)).not.toThrow();
    expect(() => checkVersion('33.3.0', '33.3.0')).not.toThrow();
    expect(() => checkVersion('33.3.0', undefined)).toThrow(/33\.3\.0 is in use/);
    expect(() => checkVersion('33.3.0', '34.0.0')).toThrow(/33\.3\.0 is in use/);
  });
});

describe('another user', () => {
  test('gets none of root’s groups', () => {
    expect(asUser(nobody, ['electron', '--version'])).toEqual([
      'setpriv',
      ['--reuid=65534', '--regid=65534', '--clear-groups', '--', 'electron', '--version'],
    ]);
    expect(asUser(undefined, ['electron', '--version'])).toEqual(['electron', ['--version']]);
  });

  test('is started by a script that passes its arguments on and never weakens the sandbox', () => {
    const wrapper = wrap(join(folder, `el'ectron`), nobody);
    const script = readFileSync(wrapper, 'utf8');
    expect(script).toContain(`'${folder}/el'\\''ectron' "$@"`);
    expect(script).not.toContain('no-sandbox');
    expect(statSync(wrapper).mode & 0o777).toBe(0o755);
  });

  test('sees nothing of the home, session and Node options of whoever starts it', () => {
    process.env['XDG_RUNTIME_DIR'] = '/run/user/0';
    try {
      const environment = appEnvironment(folder);
      expect(environment['HOME']).toBe(folder);
      expect(Object.keys(environment).filter((name) => /^(XDG_|DBUS_|NODE_OPTIONS|npm_)/.test(name))).toEqual(
        [],
      );
      expect(environment['PATH']).toBe(process.env['PATH']);
    } finally {
      delete process.env['XDG_RUNTIME_DIR'];
    }
  });

  test('can read what was staged, whatever the mask was', () => {
    const inner = join(folder, 'dist');
    mkdirSync(inner, { mode: 0o700 });
    writeFileSync(join(inner, 'main.cjs'), '', { mode: 0o600 });
    openToAll(folder);
    expect(statSync(inner).mode & 0o777).toBe(0o755);
    expect(statSync(join(inner, 'main.cjs')).mode & 0o777).toBe(0o644);
  });
});

test('the icon is a PNG that holds the pixels it was given', () => {
  const pixels = new Uint8Array([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0]);
  const file = encodePng(2, pixels);
  expect(file.subarray(1, 4).toString('latin1')).toBe('PNG');
  const at = file.indexOf('IDAT');
  const data = file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4));
  expect([...inflateSync(data)]).toEqual([0, ...pixels.subarray(0, 8), 0, ...pixels.subarray(8)]);
});

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/**
 * What happens at a call that changes something on the disk, and at all that come after it.
 * `kill`: this process is killed. `freeze`: the disk no longer changes, as if it had been. `full`: what needs room fails;
 * removing works. `EROFS`, `EACCES`: nothing can be written or removed any more.
 */
export type Fault = 'kill' | 'freeze' | 'full' | 'EROFS' | 'EACCES';

export interface FaultOptions {
  readonly fault: Fault;
  /** The number of the call, from 1. */
  readonly at: number;
  /** Only what lies in this folder is counted. */
  readonly under: string;
  /** Of what the call writes, the first half is written. */
  readonly torn?: boolean;
}

export interface InjectedFaults {
  /** Calls so far. */
  calls(): number;
  restore(): void;
}

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Calls = Record<string, Call>;

/** Calls that change something, by what they take first; those that grow the disk. */
const BY_PATH = ['mkdir', 'rename', 'rm', 'link', 'copyFile', 'writeFile', 'appendFile', 'unlink', 'open'];
const BY_HANDLE = ['writeFile', 'appendFile', 'write', 'sync', 'datasync', 'truncate', 'chmod'];
const GROWING = new Set(['mkdir', 'link', 'copyFile', 'writeFile', 'appendFile', 'write', 'open']);

/** Counts the calls that change something in a folder, and lets them fail from one on. */
export function injectFaults({ fault, at, under, torn = false }: FaultOptions): InjectedFaults {
  let count = 0;
  let isDown = false;
  const inFolder = (given: unknown): boolean =>
    typeof given === 'string' && path.resolve(given).startsWith(under + path.sep);

  /** Null when the call may go on; else what it fails with, after perhaps half of it. */
  function next(name: string, half: () => void): Error | null {
    count += 1;
    if (count < at && !isDown) return null;
    const first = !isDown;
    isDown = true;
    if (fault === 'full' && !GROWING.has(name)) return null;
    if (torn && first) half();
    if (fault === 'kill') process.kill(process.pid, 'SIGKILL');
    const code = fault === 'full' ? 'ENOSPC' : fault === 'freeze' ? 'EIO' : fault;
    return Object.assign(new Error(`${code}: made to fail, ${name}`), { code, syscall: name });
  }

  const undo: (() => void)[] = [];
  function patch(target: object, name: string, make: (real: Call) => Call): void {
    const calls = target as Calls;
    const real = calls[name];
    if (real === undefined) throw new Error(`There is no call ${name}.`);
    calls[name] = make(real);
    undo.push(() => {
      calls[name] = real;
    });
  }
  const writes = (flags: unknown): boolean => typeof flags === 'string' && /[wax+]/.test(flags);

  const fds = new Set<unknown>();
  const handles = new WeakSet<object>();
  for (const name of BY_PATH) {
    patch(fs.promises, name, (real) => async (...args) => {
      if (!inFolder(args[0]) || (name === 'open' && !writes(args[1]))) return real.apply(fs.promises, args);
      const failure = next(name, () => halfOf(args, name));
      if (failure !== null) throw failure;
      const made = await real.apply(fs.promises, args);
      if (name === 'open') handles.add(made as object);
      return made;
    });
    patch(fs, `${name}Sync`, (real) => (...args) => {
      if (!inFolder(args[0]) || (name === 'open' && !writes(args[1]))) return real.apply(fs, args);
      const failure = next(name, () => halfOf(args, name));
      if (failure !== null) throw failure;
      const made = real.apply(fs, args);
      if (name === 'open') fds.add(made);
      return made;
    });
  }
  patch(fs, 'closeSync', (real) => (fd) => {
    fds.delete(fd);
    return real.call(fs, fd);
  });
  patch(fs, 'writeSync', (real) => (...args) => {
    if (!fds.has(args[0])) return real.apply(fs, args);
    const [fd, bytes, offset, length] = args as [number, Uint8Array, number, number];
    const failure = next('write', () => void real.call(fs, fd, bytes, offset, length >> 1));
    if (failure !== null) throw failure;
    return real.apply(fs, args);
  });
  patch(fs, 'fsyncSync', (real) => (fd) => {
    const failure = fds.has(fd) ? next('sync', () => undefined) : null;
    if (failure !== null) throw failure;
    return real.call(fs, fd);
  });
  patch(fs, 'fsync', (real) => (fd, done) => {
    const failure = fds.has(fd) ? next('sync', () => undefined) : null;
    if (failure !== null) return setImmediate(() => (done as (error: Error) => void)(failure));
    return real.call(fs, fd, done);
  });
  const prototype = handlePrototype();
  for (const name of BY_HANDLE) {
    patch(
      prototype,
      name,
      (real) =>
        async function patched(this: unknown, ...args) {
          if (!handles.has(this as object)) return real.apply(this, args);
          let half: Promise<unknown> = Promise.resolve();
          const failure = next(name, () => {
            if (fault === 'kill') halfOfHandle((this as { fd: number }).fd, args[0]);
            else if (name.endsWith('File')) half = Promise.resolve(real.call(this, halfBytes(args[0])));
          });
          await half;
          if (failure !== null) throw failure;
          return real.apply(this, args);
        },
    );
  }
  syncBuiltinESMExports();
  return {
    calls: () => count,
    restore() {
      for (const one of undo.toReversed()) one();
      syncBuiltinESMExports();
    },
  };

  function halfOf([file, content, options]: readonly unknown[], name: string): void {
    if (name !== 'appendFile' && name !== 'writeFile') return;
    // Appending is writing with a flag, for the system's own functions too.
    const isAdded = name === 'appendFile' || (options as { flag?: unknown } | undefined)?.flag === 'a';
    const fd = realOpen(String(file), isAdded ? 'a' : 'w');
    halfOfHandle(fd, content);
    realClose(fd);
  }
}

const realOpen = fs.openSync;
const realClose = fs.closeSync;
const realWrite = fs.writeSync;

function halfBytes(content: unknown): Buffer {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(String(content));
  return bytes.subarray(0, bytes.length >> 1);
}

function halfOfHandle(fd: number, content: unknown): void {
  if (typeof content === 'string' || Buffer.isBuffer(content)) realWrite(fd, halfBytes(content));
}

let prototypeKnown: object | null = null;
/** What all file handles of promises are made of. */
function handlePrototype(): object {
  if (prototypeKnown === null) throw new Error('Call prepareFaults() first.');
  return prototypeKnown;
}

/** Has to be called once, before the first fault. */
export async function prepareFaults(): Promise<void> {
  const handle = await fs.promises.open(process.execPath, 'r');
  prototypeKnown = Object.getPrototypeOf(handle) as object;
  await handle.close();
}

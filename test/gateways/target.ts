import { readFile } from 'node:fs/promises';

import type { Connection, GatewayAdapter, Work } from '../../electron/gateways/adapter.ts';
import { createLitellmAdapter } from '../../electron/gateways/litellm/litellm-adapter.ts';

/** The gateway under test: a real proxy that build/gateways.mjs started, or the simulator. */
export interface Target {
  readonly url: string;
  readonly masterKey: string;
  /** The release it is, or is to be like. */
  readonly release: string;
  /** True when nothing about it is simulated. */
  readonly real: boolean;
  readonly adapter: GatewayAdapter;
  /** A connection with the master key, or with another one. */
  connection(key?: string): Connection;
  /**
   * How many calls so far must never be made unasked: those that cost money, or would with a provider behind the models;
   * and of a real proxy also those that give its master key away or forget what was spent.
   */
  forbiddenCalls(): Promise<number>;
  close(): Promise<void>;
}

/** Keys that both hold, by what they are: see build/gateways/seed-data.mjs and lab-state.ts. */
export const KEYS = {
  viewer: 'sk-test-admin-viewer-0000000001',
  internalUser: 'sk-test-internal-user-000000001',
  llmOnly: 'sk-test-llm-api-000000000000001',
  blocked: 'sk-test-blocked-000000000000001',
  unknown: 'sk-made-up-nobody-knows-0001',
} as const;

/** Opens the gateway that GATEHOUSE_GATEWAY_URL names; without it, a simulator of its own. */
export async function openTarget(): Promise<Target> {
  const release = process.env['GATEHOUSE_GATEWAY_RELEASE'] ?? '1.106.2';
  const url = process.env['GATEHOUSE_GATEWAY_URL'];
  if (url === undefined) return openSimulator(release);
  const masterKey = process.env['GATEHOUSE_GATEWAY_KEY'] ?? '';
  const log = process.env['GATEHOUSE_GATEWAY_LOG'];
  return {
    ...reach(url, masterKey),
    release,
    real: true,
    forbiddenCalls: async () => {
      if (log === undefined) throw new Error('GATEHOUSE_GATEWAY_LOG does not say where the access log is.');
      return countForbidden(await readFile(log, 'utf8'));
    },
    close: () => Promise.resolve(),
  };
}

/** Work that nobody cancels. */
export function work(): Work {
  return { signal: new AbortController().signal, progress: () => undefined };
}

async function openSimulator(release: string): Promise<Target> {
  const { startSimulator } = await import('./simulator.ts');
  if (release !== '1.106.2' && release !== '1.81.13') throw new Error(`There is no simulated ${release}.`);
  let calls = '';
  const { simulator, masterKey } = await startSimulator(release, (line) => (calls += `${line}\n`));
  return {
    ...reach(simulator.url, masterKey),
    release,
    real: false,
    forbiddenCalls: () => Promise.resolve(countForbidden(calls)),
    close: simulator.close,
  };
}

function reach(url: string, masterKey: string): Pick<Target, 'url' | 'masterKey' | 'adapter' | 'connection'> {
  return {
    url,
    masterKey,
    adapter: createLitellmAdapter(),
    connection: (key = masterKey) => ({ node: 'under-test', url, key }),
  };
}

/** Routes of 1.81.13 and 1.106.2: the first group calls a provider. */
const FORBIDDEN = [
  /"(?:GET|POST) (?:\/health(?:\/test_connection)?|(?:\/v1)?\/(?:chat\/)?completions|(?:\/v1)?\/embeddings)[? ]/,
  /field_name=master_key/,
  /\/global\/spend\/reset/,
];

/** Lines of an access log that name such a route. */
function countForbidden(log: string): number {
  return log.split('\n').filter((line) => FORBIDDEN.some((route) => route.test(line))).length;
}

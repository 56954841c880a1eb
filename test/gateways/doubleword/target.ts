import { seedServer } from '../../../build/gateways/doubleword/seed.mjs';
import type { Connection, GatewayAdapter } from '../../../electron/gateways/adapter.ts';
import { createDoublewordAdapter } from '../../../electron/gateways/doubleword/doubleword-adapter.ts';
import {
  startDoublewordSimulator,
  type DoublewordSimulator,
} from '../../../electron/sample/doubleword/simulator.ts';
import type { JsonObject, JsonValue } from '../../../shared/json.ts';
import { ask } from './ask.ts';
import { freshState } from './fresh-state.ts';

/** The control layer under test: a real one that build/gateways.mjs reaches, or the simulator. Both are filled alike. */
export interface Target {
  readonly url: string;
  /** The platform key of its admin. */
  readonly masterKey: string;
  /** The release it is, or is like. Empty for one that was given by its address: the server does not say. */
  readonly release: string;
  /** Null when nothing about it is simulated. */
  readonly simulator: DoublewordSimulator | null;
  readonly adapter: GatewayAdapter;
  /** A connection with the admin's key, or with another one. */
  connection(key?: string): Connection;
  /** What is wanted, with ids for the names of payers. */
  withIds(wanted: JsonObject): Promise<JsonObject>;
  /** Makes a key for a user or organization, and gives its secret. */
  makeKey(owner: string, purpose: 'platform' | 'realtime'): Promise<string>;
  close(): Promise<void>;
}

const SIMULATED_KEY = 'sk-made-up-admin-000000000000001';

/** Lists of payers, who go by their ids below the policy and the resource file. */
const NAMES_PAYERS: ReadonlySet<string> = new Set(['members', 'owners', 'admins', 'keyManagers']);

/** So long ago was what the simulator writes: by then a real one has settled. */
const AGO_MS = 600_000;

/**
 * Whether the control layer under test is like 8.94.2, which changes no key, knows no spend limits and no members who manage
 * keys. One that was given by its address is asked for a route that such a release lacks.
 */
export async function isOlder(): Promise<boolean> {
  const {
    GATEHOUSE_GATEWAY_URL: url,
    GATEHOUSE_GATEWAY_KEY: key,
    GATEHOUSE_GATEWAY_RELEASE: release,
  } = process.env;
  if (release !== undefined) return release.startsWith('8.');
  if (url === undefined) return false;
  const headers = { authorization: `Bearer ${key ?? ''}` };
  const answer = await fetch(`${url}/admin/api/v1/usage-recompute`, { headers });
  await answer.text();
  return answer.ok && answer.headers.get('content-type')?.startsWith('text/html') === true;
}

/** Opens the gateway that GATEHOUSE_GATEWAY_URL names; without it, a simulator of its own. */
export async function openTarget(): Promise<Target> {
  const url = process.env['GATEHOUSE_GATEWAY_URL'];
  if (url === undefined) return openSimulator();
  const masterKey = process.env['GATEHOUSE_GATEWAY_KEY'] ?? '';
  const release = process.env['GATEHOUSE_GATEWAY_RELEASE'] ?? '';
  return { ...reach(url, masterKey), release, simulator: null, close: () => Promise.resolve() };
}

async function openSimulator(): Promise<Target> {
  const release = (await isOlder()) ? '8.94.2' : '10.13.1';
  const simulator = await startDoublewordSimulator({
    state: freshState(new Date(Date.now() - AGO_MS)),
    log: { entries: [], ledger: [] },
    adminKey: SIMULATED_KEY,
    latencyMs: 1,
    stallMs: 30_000,
    release,
  });
  const { url } = simulator;
  await seedServer({ url, key: SIMULATED_KEY }, 'http://127.0.0.1:9/v1');
  return { ...reach(url, SIMULATED_KEY), release, simulator, close: () => simulator.close() };
}

function reach(
  url: string,
  masterKey: string,
): Pick<Target, 'url' | 'masterKey' | 'adapter' | 'connection' | 'withIds' | 'makeKey'> {
  let keys = 0;
  return {
    url,
    masterKey,
    adapter: createDoublewordAdapter(),
    connection: (key = masterKey) => ({ node: 'under-test', url, key }),
    async withIds(wanted) {
      const entries = Object.entries(wanted).map(async ([name, value]): Promise<[string, JsonValue]> => {
        if (name === 'user' && typeof value === 'string')
          return [name, await idOf({ url, masterKey }, value)];
        if (!NAMES_PAYERS.has(name) || !Array.isArray(value)) return [name, value];
        return [name, await Promise.all(value.map((one) => idOf({ url, masterKey }, String(one))))];
      });
      return Object.fromEntries(await Promise.all(entries));
    },
    async makeKey(owner, purpose) {
      keys += 1;
      const name = `made-${String(Date.now())}-${String(keys)}`;
      const path = `/users/${await idOf({ url, masterKey }, owner)}/api-keys`;
      const { key } = await ask<{ readonly key: string }>({ url, masterKey }, 'POST', path, {
        name,
        purpose,
      });
      return key;
    },
  };
}

/** The id of a user by the name, or of an organization by its own. */
export async function idOf(target: Pick<Target, 'url' | 'masterKey'>, name: string): Promise<string> {
  interface Page {
    readonly data: readonly {
      readonly id: string;
      readonly username: string;
      readonly display_name: string | null;
    }[];
  }
  const pages = [
    await ask<Page>(target, 'GET', '/users?limit=101'),
    await ask<Page>(target, 'GET', '/organizations?limit=101'),
  ];
  const found = pages
    .flatMap(({ data }) => data)
    .find(({ username, display_name: shown }) => username === name || shown === name);
  if (found === undefined) throw new Error(`There is no payer ${name}.`);
  return found.id;
}

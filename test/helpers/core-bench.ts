import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { CallContext, CoreDependencies } from '../../electron/core/handlers.ts';
import type { SecretStore } from '../../electron/core/ports.ts';
import { createWorkspaceServices, type WorkspaceServices } from '../../electron/core/workspace-services.ts';
import { createFakeGateway, type FakeGateway } from './fake-gateway.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The workspace's services over a temporary folder, fake gateways, a set clock and keys in memory. */
export interface Bench extends WorkspaceServices {
  readonly workspace: string;
  /** What the services were made with. */
  readonly dependencies: CoreDependencies;
  readonly litellm: FakeGateway;
  readonly doubleword: FakeGateway;
  readonly keys: Map<string, string>;
  /** What the vault rejects with when it is asked to keep a key, by node and use such as `eu/read`. */
  readonly unkept: Map<string, Error>;
  /** The parts of the workspace that were said to have changed. */
  readonly changed: string[];
  readonly context: CallContext;
  readonly controller: AbortController;
  readonly progress: Parameters<CallContext['progress']>[0][];
  now: Date;
  /** Writes a file of the workspace. */
  write(path: string, text: string): Promise<void>;
}

/** A fleet file with two LiteLLM nodes and one Doubleword node. */
export const FLEET = `# our gateways
version: 1
nodes:
  - name: eu # first
    kind: litellm
    url: http://127.0.0.1:4001
    environment: prod
    key: { from: keychain }
  - name: us
    kind: litellm
    url: http://127.0.0.1:4002
    environment: prod
    key: { from: keychain }
  - name: dw
    kind: doubleword
    url: http://127.0.0.1:3001
    environment: prod
    key: { from: env, name: DW_KEY }
`;

/** Makes a bench; with a fleet file unless `fleet` is null. */
export async function createBench(fleet: string | null = FLEET, folder?: string): Promise<Bench> {
  const workspace = folder ?? (await temporaryFolder());
  const keys = new Map([
    ['eu/read', 'sk-made-up-eu'],
    ['us/read', 'sk-made-up-us'],
    ['env/DW_KEY', 'made-up-dw'],
  ]);
  const unkept: Bench['unkept'] = new Map();
  const changed: string[] = [];
  const progress: Bench['progress'] = [];
  const [litellm, doubleword] = [createFakeGateway('litellm'), createFakeGateway('doubleword')];
  const controller = new AbortController();
  const secrets: SecretStore = {
    get: async (node, use, reference) =>
      keys.get(reference.from === 'env' ? `env/${reference.name}` : `${node}/${use}`) ?? null,
    locate: async (node, use, reference) => {
      if (reference.from === 'env') return keys.has(`env/${reference.name}`) ? 'env' : null;
      return keys.has(`${node}/${use}`) ? 'session' : null;
    },
    set: async (node, use, key) => {
      const refusal = unkept.get(`${node}/${use}`);
      if (refusal !== undefined) throw refusal;
      keys.set(`${node}/${use}`, key);
      return 'session';
    },
    remove: async (node) => {
      keys.delete(`${node}/read`);
      keys.delete(`${node}/apply`);
    },
    named: (name) => keys.get(`env/${name}`) ?? null,
  };
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  };
  const bench = { now: new Date('2026-11-01T14:02:00.000Z') };
  const dependencies: CoreDependencies = {
    workspace,
    secrets,
    clock: { now: () => bench.now },
    events: { taskChanged: () => undefined, workspaceChanged: (part) => changed.push(part) },
    adapter: async (kind) => ({ litellm, doubleword })[kind].adapter,
    nodesUp: Promise.resolve(),
  };
  const services = createWorkspaceServices(dependencies, {
    months: async () => ['2026-10'],
    importedFiles: async () => [],
  });
  if (fleet !== null) await write('fleet.yaml', fleet);
  return Object.assign(bench, services, {
    workspace,
    dependencies,
    litellm,
    doubleword,
    keys,
    unkept,
    changed,
    controller,
    progress,
    write,
    context: {
      signal: controller.signal,
      progress: (state: Bench['progress'][number]) => progress.push(state),
    },
  });
}

import { afterEach } from 'vitest';
import { createLitellmAdapter } from '../../../../electron/gateways/litellm/litellm-adapter.ts';
import type { Connection, GatewayAdapter, Work } from '../../../../electron/gateways/adapter.ts';
import { startServer } from '../http/server.ts';
import type { Handler, TestServer } from '../http/server.ts';

const servers: TestServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** An adapter that does not wait long. */
export const adapter: GatewayAdapter = createLitellmAdapter({
  http: { retryWaitMs: 1, timeoutMs: 5000 },
  now: () => new Date('2026-11-23T12:00:00Z'),
  patience: { wait: () => Promise.resolve() },
});

/** Starts a gateway for one test, and says how to reach it. */
export async function gateway(
  handler: Handler,
): Promise<{ readonly server: TestServer; readonly connection: Connection }> {
  const server = await startServer(handler);
  servers.push(server);
  return { server, connection: { node: 'prod-1', url: server.url, key: 'sk-made-up-master-0001' } };
}

/** Work that nobody cancels. */
export function work(signal: AbortSignal = new AbortController().signal): Work {
  return { signal, progress: () => undefined };
}

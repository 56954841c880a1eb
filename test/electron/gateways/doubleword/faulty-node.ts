import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Connection } from '../../../../electron/gateways/adapter.ts';
import type { DoublewordSimulatorOptions } from '../../../../electron/sample/doubleword/simulator.ts';
import { startNode } from './node.ts';

/** How a call goes wrong: an answer in its place, or the connection cut in the middle of the true one. */
export type Fault =
  { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'cut-during';

/** A simulated node with something in front of it that goes wrong. */
export interface FaultyNode {
  readonly connection: Connection;
  /** Path and query of every call, below the admin base. */
  readonly asked: readonly string[];
  /** Most calls under way at once. */
  readonly most: () => number;
  /** To be called when it is no longer needed; the node itself ends with the test. */
  readonly close: () => void;
}

/**
 * Starts one.
 *
 * @param faultOf what becomes of a call, by its number, from 0; null for the true answer
 */
export async function startFaultyNode(
  options: Partial<DoublewordSimulatorOptions>,
  faultOf: (call: number, target: string) => Fault | null,
): Promise<FaultyNode> {
  const { node, connection } = await startNode(options);
  const asked: string[] = [];
  let running = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const target = (request.url ?? '').replace('/admin/api/v1', '');
    const fault = faultOf(asked.length, target);
    asked.push(target);
    running += 1;
    most = Math.max(most, running);
    response.once('close', () => (running -= 1));
    if (fault !== null && fault !== 'cut-during') {
      response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end('not now');
      return;
    }
    const headers = { authorization: request.headers.authorization ?? '' };
    void fetch(`${node.url}${request.url ?? ''}`, { headers }).then(async (answer) => {
      const type = answer.headers.get('content-type') ?? 'text/plain';
      const body = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, { 'content-type': type, 'content-length': String(body.length) });
      if (fault === null) response.end(body);
      else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { connection: { ...connection, url }, asked, most: () => most, close };
}

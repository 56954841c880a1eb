import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import { closeAfterwards, startNode } from './node.ts';

/** What stands in for one route of a node. */
export interface Override {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** The dashboard page that older versions answer for routes they lack. */
export const PAGE: Override = { status: 200, type: 'text/html', body: '<!doctype html>\n<html lang="en">' };

/** A role that lacks a right, in the words of dwctl 10.13.1. */
export const FORBIDDEN: Override = {
  status: 403,
  type: 'text/plain; charset=utf-8',
  body: 'Insufficient permissions to Read Requests',
};

/** A simulated node of which some routes answer otherwise, by path below the admin base. */
export async function startNodeWith(overrides: Readonly<Record<string, Override>>): Promise<Connection> {
  const { node, connection } = await startNode();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', node.url).pathname.replace('/admin/api/v1', '');
    const override = overrides[path];
    if (override !== undefined) {
      response.writeHead(override.status, { 'content-type': override.type }).end(override.body);
      return;
    }
    const headers = { authorization: request.headers.authorization ?? '' };
    void fetch(`${node.url}${request.url ?? ''}`, { headers }).then(async (answer) => {
      const type = answer.headers.get('content-type') ?? 'text/plain';
      response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closeAfterwards({
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return { ...connection, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

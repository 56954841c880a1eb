import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection } from '../../../../electron/gateways/adapter.ts';
import type { DoublewordSimulatorOptions } from '../../../../electron/sample/doubleword/simulator.ts';
import type { JsonValue } from '../../../../shared/json.ts';
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
export function startNodeWith(overrides: Readonly<Record<string, Override>>): Promise<Connection> {
  return startFront({}, async (path, truth) => overrides[path] ?? truth());
}

/** A simulated node of which each successful JSON answer is changed on its way, by the path below the admin base. */
export function startNodeChanged(
  change: (path: string, body: JsonValue) => JsonValue,
  options: Partial<DoublewordSimulatorOptions> = {},
): Promise<Connection> {
  return startFront(options, async (path, truth) => {
    const answer = await truth();
    if (answer.status !== 200 || !answer.type.startsWith('application/json')) return answer;
    return { ...answer, body: JSON.stringify(change(path, JSON.parse(answer.body) as JsonValue)) };
  });
}

/** A simulated node with something in front of it, which only asks. */
async function startFront(
  options: Partial<DoublewordSimulatorOptions>,
  answerTo: (path: string, truth: () => Promise<Override>) => Promise<Override>,
): Promise<Connection> {
  const { node, connection } = await startNode(options);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', node.url).pathname.replace('/admin/api/v1', '');
    const headers = { authorization: request.headers.authorization ?? '' };
    const truth = async (): Promise<Override> => {
      const answer = await fetch(`${node.url}${request.url ?? ''}`, { headers });
      const type = answer.headers.get('content-type') ?? 'text/plain';
      return { status: answer.status, type, body: await answer.text() };
    };
    void answerTo(path, truth).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type }).end(body);
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

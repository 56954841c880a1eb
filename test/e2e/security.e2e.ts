import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';

/** What the kernel says of a process. */
interface ProcessStatus {
  /** Filters of system calls it is under. */
  readonly filters: number;
  /** Process namespaces it is in, one inside the other. */
  readonly namespaces: number;
}

async function statusOf(pid: number): Promise<ProcessStatus> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const line = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? '';
  return { filters: Number(line('Seccomp_filters')), namespaces: line('NSpid').split(/\s+/).length };
}

/** A server that every page may ask, by the rules of browsers; it counts who connects. */
async function startOpenServer(): Promise<{
  readonly url: string;
  readonly server: Server;
  met: () => number;
}> {
  let connections = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('hello');
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server, met: () => connections };
}

test('the window is in the sandbox, and without Node', async ({ start }) => {
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  expect(await window.evaluate('typeof require + typeof process + typeof Buffer')).toBe(
    'undefinedundefinedundefined',
  );
  expect(await app.evaluate(() => process.argv.join(' '))).not.toContain('--no-sandbox');
  const tabs = await app.evaluate(({ app: own }) => own.getAppMetrics().filter(({ type }) => type === 'Tab'));
  const main = await app.evaluate(() => process.pid);
  expect(tabs.length).toBeGreaterThan(0);
  for (const { pid, sandboxed } of tabs) {
    if (process.platform === 'linux') {
      // Containers filter calls too: the window has to be under more than the process that made it.
      const [inside, outside] = await Promise.all([statusOf(pid), statusOf(main)]);
      expect(inside.filters).toBeGreaterThan(outside.filters);
      expect(inside.namespaces).toBeGreaterThan(outside.namespaces);
    } else {
      expect(sandboxed).toBe(true);
    }
  }
});

test('the window reaches no network, not even a server that lets everyone in', async ({ start }) => {
  const open = await startOpenServer();
  try {
    const { window } = await start(['--workspace', await makeWorkspace(200)]);
    const ways = [
      `fetch("${open.url}").then(() => "reached", () => "refused")`,
      `fetch("${open.url}", { mode: "no-cors" }).then(() => "reached", () => "refused")`,
      `new Promise((resolve) => {
        const socket = new WebSocket("${open.url.replace('http', 'ws')}");
        socket.onopen = () => resolve("reached");
        socket.onerror = () => resolve("refused");
      }).catch(() => "refused")`,
    ];
    for (const way of ways) expect(await window.evaluate(way)).toBe('refused');
    await window.evaluate(`navigator.sendBeacon("${open.url}", "x")`);
    expect(open.met()).toBe(0);
    // The server would have answered.
    expect(await (await fetch(open.url)).text()).toBe('hello');
    expect(open.met()).toBe(1);
  } finally {
    open.server.closeAllConnections();
    open.server.close();
  }
});

test('what the page may load is only its own', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace(200)]);
  const violation = await window.evaluate(`new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    const image = new Image();
    image.src = 'https://example.invalid/pixel.png';
    document.body.append(image);
  })`);
  expect(violation).toBe('img-src');
  const ran = await window.evaluate(`(() => {
    try {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    } catch { /* Trusted types refuse the text before the policy has to. */ }
    return window.ran === true;
  })()`);
  expect(ran).toBe(false);
});

test('the window goes nowhere and opens nothing', async ({ start }) => {
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  const home = window.url();
  await window.evaluate(`location.href = 'https://example.invalid/'`);
  await window.evaluate(`window.open('https://example.invalid/'); null`);
  await window.evaluate(`(() => {
    const link = document.createElement('a');
    link.href = 'https://example.invalid/?next=app://console/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
  })()`);
  const contents = await app.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getURL()),
  );
  expect(contents).toEqual([home]);
  expect(await window.evaluate('document.querySelector("h1") !== null')).toBe(true);
});

test('no permission is given', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace(200)]);
  const states = await window.evaluate(`Promise.all(
    ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map((name) =>
      navigator.permissions.query({ name }).then((status) => status.state)))`);
  expect(states).toEqual(Array.from({ length: 5 }, () => 'denied'));
});

test('no key comes back over the bridge', async ({ start }) => {
  const { window } = await start(['--workspace', await makeWorkspace(200)]);
  const names = await window.evaluate<readonly string[]>('Object.keys(window.gatehouse.calls)');
  expect(names.filter((name) => /key/i.test(name)).toSorted()).toEqual(['fleet.setKey']);
  const fleet = await window.evaluate('window.gatehouse.calls["fleet.list"]({}).then(JSON.stringify)');
  expect(fleet).not.toMatch(/sk-|Bearer/);
});

import { expect } from '@playwright/test';

import { makeWorkspace } from './harness/command-line.ts';
import { test } from './harness/test.ts';

test('the window is in the sandbox, without Node and without the network', async ({ start }) => {
  const { app, window } = await start(['--workspace', await makeWorkspace(200)]);
  expect(await window.evaluate('typeof require + typeof process + typeof Buffer')).toBe(
    'undefinedundefinedundefined',
  );
  const sandboxed = await app.evaluate(({ app: own }) =>
    own.getAppMetrics().flatMap(({ type, sandboxed: yes }) => (type === 'Tab' ? [yes === true] : [])),
  );
  // Chromium reports it on macOS and Windows only; on Linux the switch that would turn it off must be absent.
  expect(await app.evaluate(() => process.argv.join(' '))).not.toContain('--no-sandbox');
  expect(sandboxed.length).toBeGreaterThan(0);
  const reached = await window.evaluate(
    'fetch("http://127.0.0.1:9/").then(() => "reached", (error) => String(error))',
  );
  expect(reached).not.toBe('reached');
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

'use strict';

// The least an Electron app can do: one sandboxed window with one page. What the real app is measured against.
const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');

async function main() {
  await app.whenReady();
  const window = new BrowserWindow({ width: 1440, height: 900, webPreferences: { sandbox: true } });
  await window.loadFile(join(__dirname, 'index.html'));
  process.stdout.write('gatehouse: ready\n');
  app.quit();
}

app.enableSandbox();
void main();

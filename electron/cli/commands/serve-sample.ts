import { serveSample } from '../../sample/workspace.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { renderTable } from '../table.ts';

export const serveSampleGateways: Command = {
  usage: ['serve-sample [--workspace DIR]'],
  summary: "Runs the sample's simulated gateways on loopback until stopped, and prints their URLs.",
  examples: ['serve-sample --workspace demo'],
  options: {},
  async run({ io, workspace, json }) {
    const serving = await serveSample(workspace);
    const listed = { nodes: serving.nodes };
    // Printed at once, not at the end: whoever started this waits for the URLs.
    if (json) io.out(`${JSON.stringify(listed)}\n`);
    else {
      io.out(
        renderTable(
          [{ title: 'Node' }, { title: 'Gateway' }, { title: 'URL' }],
          serving.nodes.map(({ name, kind, url }) => [name, kind, url]),
        ),
      );
      io.err('Stop with Ctrl+C.\n');
    }
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      else io.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await serving.close();
    return { json: null, text: '', exit: EXIT.done, printed: true };
  },
};

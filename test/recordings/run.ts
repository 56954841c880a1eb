import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { judgeHttp } from './judge-http.ts';
import { judgeOther } from './judge-other.ts';
import { readRecording } from './recording.ts';

const FIXTURES = 'test/fixtures/gateways';

/** The recordings below a folder that is laid out as `<gateway>/recorded…/**.json`, in a steady order. */
function findRecordings(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^[^/\\]+[/\\]recorded(?:-[^/\\]+)?[/\\].+\.json$/.test(file))
    .map((file) => join(root, file))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function judge(root: string, file: string): readonly string[] {
  try {
    const [folder = ''] = relative(root, file).split(sep);
    const recording = readRecording(readFileSync(file, 'utf8'), folder);
    return recording.layout === 'http' ? judgeHttp(recording) : judgeOther(recording);
  } catch (error) {
    return [`cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Prints one line for every recording that fails, then the sum. Resolves with the exit code. */
function main(): number {
  const root = process.env['GATEWAY_RECORDINGS'] ?? FIXTURES;
  const files = findRecordings(root);
  let failed = 0;
  for (const file of files) {
    const faults = [...new Set(judge(root, file))];
    if (faults.length === 0) continue;
    failed += 1;
    process.stdout.write(`${relative(root, file)}: ${faults.join('; ')}\n`);
  }
  if (files.length === 0) process.stdout.write(`${root}: no recordings\n`);
  process.stdout.write(`${String(files.length - failed)} passed, ${String(failed)} failed\n`);
  return failed === 0 && files.length > 0 ? 0 : 1;
}

process.exitCode = main();

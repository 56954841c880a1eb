import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

import initSqlJs from 'sql.js';

/** A row of the file, as far as the plain loop looks at it. */
interface Row {
  readonly request_id: string;
  readonly startTime: string;
  readonly team_id: string | null;
  readonly api_key: string;
  readonly user: string;
  readonly model: string;
  readonly status: string;
  readonly spend: number | null;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/**
 * What one would write first: each line parsed, one insert a row into one table in one transaction, then the
 * image written. No normalising, no roll-ups, no check for repeats beyond the key, no safe saving.
 */
export async function importPlainly(file: string, target: string): Promise<void> {
  const wasm = createRequire(`${process.cwd()}/`).resolve('sql.js/dist/sql-wasm.wasm');
  const engine = await initSqlJs({ wasmBinary: new Uint8Array(await readFile(wasm)).buffer });
  const database = new engine.Database();
  database.run(
    'CREATE TABLE log (id TEXT PRIMARY KEY, start TEXT, team TEXT, key TEXT, user TEXT, model TEXT, status TEXT, spend REAL, prompt INTEGER, completion INTEGER)',
  );
  database.run('BEGIN');
  const insert = database.prepare('INSERT OR REPLACE INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const row = JSON.parse(line) as Row;
    insert.run([
      row.request_id,
      row.startTime,
      row.team_id,
      row.api_key,
      row.user,
      row.model,
      row.status,
      row.spend,
      row.prompt_tokens,
      row.completion_tokens,
    ]);
  }
  insert.free();
  database.run('COMMIT');
  await writeFile(target, database.export());
  database.close();
}

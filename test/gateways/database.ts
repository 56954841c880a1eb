import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A row of the proxy's own log, as its database holds it. */
export interface StoredRow {
  readonly id: string;
  /** The shortest decimal text that is this number; null where there is none. */
  readonly spend: string | null;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The database of the real proxy that build/gateways.mjs started; null where there is none. */
export interface ProxyDatabase {
  /** How many rows were written by these keys, given by their hashes. */
  countOf(keys: readonly string[]): Promise<number>;
  /** The rows that began in a span, whoever wrote them; milliseconds since 1970 UTC, the end excluded. */
  rowsIn(sinceMs: number, untilMs: number): Promise<readonly StoredRow[]>;
}

/** Asks the database with PostgreSQL's own program. */
export function openDatabase(): ProxyDatabase | null {
  const url = process.env['GATEHOUSE_GATEWAY_DATABASE'];
  const psql = process.env['GATEHOUSE_GATEWAY_PSQL'];
  if (url === undefined || psql === undefined) return null;

  async function ask(sql: string): Promise<readonly (readonly string[])[]> {
    const args = ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql, url ?? ''];
    const { stdout } = await run(psql ?? '', args, { maxBuffer: 500_000_000 });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
  }

  return {
    async countOf(keys) {
      const list = keys.map((key) => `'${key}'`).join(',');
      const [row] = await ask(`select count(*) from "LiteLLM_SpendLogs" where api_key in (${list})`);
      return Number(row?.[0]);
    },
    async rowsIn(sinceMs, untilMs) {
      const [since, until] = [sinceMs, untilMs].map((ms) => new Date(ms).toISOString().replace('Z', ''));
      const rows = await ask(
        `select request_id, spend::text, prompt_tokens, completion_tokens from "LiteLLM_SpendLogs"
         where "startTime" >= '${since ?? ''}' and "startTime" < '${until ?? ''}'`,
      );
      return rows.map(([id = '', spend = '', prompt, completion]) => ({
        id,
        spend: spend === '' ? null : spend,
        promptTokens: Number(prompt),
        completionTokens: Number(completion),
      }));
    },
  };
}

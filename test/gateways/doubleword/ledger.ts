import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { ask } from './ask.ts';
import type { Target } from './target.ts';

const run = promisify(execFile);

/** A charge as the gateway keeps it. */
export interface Charged {
  /** The id of the request. */
  readonly request: string;
  readonly user: string;
  /** US dollars, decimal text. */
  readonly amount: string;
}

/** Every charge for a request: from the database of the gateway where it can be asked, otherwise over its API. */
export function readLedger(target: Target): Promise<readonly Charged[]> {
  const { GATEHOUSE_GATEWAY_DATABASE: database, GATEHOUSE_GATEWAY_PSQL: psql } = process.env;
  return database === undefined || psql === undefined ? fromApi(target) : fromDatabase(psql, database);
}

async function fromDatabase(psql: string, database: string): Promise<readonly Charged[]> {
  const sql = `select source_id, user_id, amount::text from credits_transactions where transaction_type = 'usage'`;
  const args = ['-X', '-q', '-A', '-t', '-F', '\t', '-v', 'ON_ERROR_STOP=1', '-c', sql, database];
  const { stdout } = await run(psql, args, { maxBuffer: 500_000_000 });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [request = '', user = '', amount = ''] = line.split('\t');
      return { request, user, amount };
    });
}

async function fromApi(target: Target): Promise<readonly Charged[]> {
  interface Page {
    readonly data: readonly {
      readonly source_id: string;
      readonly user_id: string;
      readonly amount: string;
    }[];
  }
  const all: Charged[] = [];
  for (;;) {
    const query = `all=true&transaction_types=usage&limit=100&skip=${String(all.length)}`;
    const { data } = await ask<Page>(target, 'GET', `/transactions?${query}`);
    if (data.length === 0) return all;
    for (const { source_id: request, user_id: user, amount } of data) all.push({ request, user, amount });
  }
}

/** A sum of decimal texts to the last digit, as units of 10^-15 dollars. */
export function sumOf(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n);
}

function unitsOf(amount: string): bigint {
  const [, sign, whole, decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,15}))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new Error(`${amount} is no amount.`);
  const units = BigInt(whole + decimals.padEnd(15, '0'));
  return sign === '-' ? -units : units;
}

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { readSchema, translate, untag } from './query-language.mjs';

/**
 * Stands in for Prisma's query engine, a program that only Prisma's own host hands out. The same engine, of the same
 * release, lies in the npm package @prisma/client as WebAssembly: this runs it, gives it PostgreSQL through
 * @prisma/adapter-pg, and offers it over HTTP as Prisma's client for Python asks for it. It is started by that client
 * (`query-engine -p <port>`), with GATEHOUSE_ENGINE_PACKAGES naming the folder of the npm packages. For tests only.
 */

/** The engine of Prisma 5.17.0, as its native build names itself. */
const ENGINE = '393aa359c9ad4a4bb28630fb5613f9c281cde053';

/** Types of PostgreSQL's catalogue that the adapter of 5.17.0 does not know; they are text to whoever asks. */
const TEXT = 25;
const TEXT_LIST = 1009;
const NAME_LIST = 1003;
const LIKE_TEXT = new Set([18, 19, 194, 2205, 2206, 2278]);

/** @typedef {{ fields?: { dataTypeID: number }[], rows?: unknown[][] }} PgResult */

/** The WebAssembly engine, as far as it is used: JSON text in, JSON text out.
 * @typedef {object} Engine
 * @property {(trace: string) => Promise<void>} connect
 * @property {(request: string, trace: string, transaction?: string) => Promise<string>} query
 * @property {(options: string, trace: string) => Promise<string>} startTransaction
 * @property {(id: string, trace: string) => Promise<string>} commitTransaction
 * @property {(id: string, trace: string) => Promise<string>} rollbackTransaction
 */

/** WebAssembly, as far as it is used: the types of Node do not name it.
 * @typedef {{ instantiate: (code: Buffer, imports: object) => Promise<{ instance: { exports: object } }> }} Wasm */
const { WebAssembly: wasm } = /** @type {{ WebAssembly: Wasm }} */ (/** @type {unknown} */ (globalThis));

if (process.argv.includes('--version')) {
  process.stdout.write(`query-engine ${ENGINE}\n`);
} else if (process.argv.includes('-p')) {
  await serve(Number(process.argv[process.argv.indexOf('-p') + 1]));
}

/**
 * @param {number} port
 */
async function serve(port) {
  endWithParent();
  const dml = readFileSync(process.env.PRISMA_DML_PATH ?? '', 'utf8');
  const schema = readSchema(dml);
  const engine = await startEngine(dml);
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      const transaction = headers['x-transaction-id'];
      void answer(engine, schema, { method, url, body, transaction: transaction?.toString() })
        .catch((error) => {
          process.stderr.write(`query engine: ${String(error)}\n`);
          return { errors: [{ error: String(error) }] };
        })
        .then((value) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify(value));
        });
    });
  });
  server.keepAliveTimeout = 60_000;
  // The client asks `localhost`, which is one of the two.
  server.listen(port, '127.0.0.1');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
}

/**
 * @param {Engine} engine
 * @param {import('./query-language.mjs').Schema} schema
 * @param {{ method: string, url: string, body: string, transaction: string | undefined }} request
 * @returns {Promise<unknown>}
 */
async function answer(engine, schema, { method, url, body, transaction }) {
  if (method === 'GET') return { status: 'ok' };
  const [, verb] = /^\/transaction\/(?:[^/]+\/)?(start|commit|rollback)$/.exec(url) ?? [];
  if (verb === 'start') return transactionAnswer(await engine.startTransaction(body, '{}'));
  const id = url.split('/')[2] ?? '';
  if (verb === 'commit') return transactionAnswer(await engine.commitTransaction(id, '{}'));
  if (verb === 'rollback') return transactionAnswer(await engine.rollbackTransaction(id, '{}'));

  const asked = JSON.parse(body);
  if (!Array.isArray(asked.batch)) {
    const { request, answerName } = translate(asked.query, schema);
    return named(JSON.parse(await engine.query(request, '{}', transaction)), answerName);
  }
  const parts = asked.batch.map((/** @type {{ query: string }} */ { query }) => translate(query, schema));
  const requests = parts.map((/** @type {{ request: string }} */ { request }) => request).join(',');
  const together = asked.transaction ? ',"transaction":{}' : '';
  const result = JSON.parse(await engine.query(`{"batch":[${requests}]${together}}`, '{}', transaction));
  if (result.errors?.length > 0) return { errors: result.errors };
  const answers = result.batchResult.map((/** @type {unknown} */ one, /** @type {number} */ index) =>
    named(one, parts[index].answerName),
  );
  return { batchResult: answers };
}

/**
 * @param {any} result of the engine
 * @param {string} name
 */
function named(result, name) {
  if (result.errors?.length > 0) return { errors: result.errors };
  return { data: { [name]: untag(Object.values(result.data)[0]) } };
}

/**
 * @param {string} text of the engine
 */
function transactionAnswer(text) {
  const value = JSON.parse(text) ?? {};
  return value.error_code === undefined
    ? value
    : { errors: [{ error: value.message, user_facing_error: value }] };
}

/**
 * @param {string} dml
 * @returns {Promise<Engine>}
 */
async function startEngine(dml) {
  const packages = join(process.env.GATEHOUSE_ENGINE_PACKAGES ?? '', 'node_modules');
  const load = createRequire(join(packages, 'anything.js'));
  const glue = load('@prisma/client/runtime/query_engine_bg.postgresql.js');
  const { PrismaPg } = load('@prisma/adapter-pg');
  const { bindAdapter } = load('@prisma/driver-adapter-utils');

  const file = join(packages, '@prisma/client/runtime/query_engine_bg.postgresql.wasm');
  const { instance } = await wasm.instantiate(readFileSync(file), { './query_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);

  // The engine reads of a generator only whether adapters may be used.
  const generator =
    'generator client {\n provider = "prisma-client-js"\n previewFeatures = ["driverAdapters"]\n}\n';
  const datamodel = generator + dml.replace(/generator\s+\w+\s*\{[^}]*\}/g, '');
  const adapter = bindAdapter(new PrismaPg(openPool(load), {}));
  const options = { datamodel, logQueries: false, logLevel: 'error', engineProtocol: 'json' };
  const engine = new glue.QueryEngine(options, () => undefined, adapter);
  await engine.connect('{}');
  return engine;
}

/**
 * A pool of connections whose results name only types that the adapter knows.
 *
 * @param {NodeRequire} load
 */
function openPool(load) {
  const { Pool } = load('pg');
  const address = new URL(databaseAddress());
  address.search = '';
  const pool = new Pool({ connectionString: address.href, max: 10 });
  pool.on('error', () => undefined);
  pool.on('connect', (/** @type {{ query: Function }} */ client) => {
    const query = client.query.bind(client);
    client.query = (/** @type {unknown[]} */ ...args) => {
      const result = query(...args);
      return typeof result?.then === 'function'
        ? result.then((/** @type {PgResult} */ rows) => withKnownTypes(rows, load))
        : result;
    };
  });
  // The pool's own query gives results to a callback, past the wrapper above.
  pool.query = async (/** @type {unknown[]} */ ...args) => {
    const client = await pool.connect();
    try {
      return await client.query(...args);
    } finally {
      client.release();
    }
  };
  return pool;
}

/** Where the database is: the client may say it anew, for the datasource of the schema. */
function databaseAddress() {
  const [first] = JSON.parse(process.env.OVERWRITE_DATASOURCES ?? '[]');
  return first?.url ?? process.env.DATABASE_URL ?? '';
}

/**
 * @param {PgResult} result
 * @param {NodeRequire} load
 */
function withKnownTypes(result, load) {
  const { fields = [], rows = [] } = result ?? {};
  fields.forEach((field, column) => {
    if (LIKE_TEXT.has(field.dataTypeID)) {
      field.dataTypeID = TEXT;
      for (const row of rows) if (row[column] !== null) row[column] = textOf(row[column]);
    } else if (field.dataTypeID === NAME_LIST) {
      field.dataTypeID = TEXT_LIST;
      for (const row of rows)
        if (typeof row[column] === 'string') row[column] = load('postgres-array').parse(row[column]);
    }
  });
  return result;
}

/**
 * @param {unknown} value of a column, as the driver read it
 */
function textOf(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A proxy that was killed cannot stop its engine; so the engine looks whether it is still there. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 1000).unref();
}

import { HOUR_MS } from '../../shared/audit/months.ts';
import { select } from './sqlite.ts';
import type { Database } from './sqlite.ts';

const SUMS = `
SELECT start_ms / ${HOUR_MS} AS hour, team, model, key, user, ok, count(*) AS requests,
  sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
  coalesce(sum(spend_nano), 0) AS spend_nano
FROM request`;
const GROUPS = 'GROUP BY hour, team, model, key, user, ok';

/**
 * Makes the roll-ups of some hours equal to the rows again: they are summed anew from the rows, so they
 * cannot drift from them.
 *
 * @param hours hours since 1970 UTC
 */
export function refreshRollups(database: Database, hours: ReadonlySet<number>): void {
  setTouched(database, hours);
  database.run('DELETE FROM rollup WHERE hour IN (SELECT number FROM touched)');
  for (const hour of hours) {
    database.run(
      `INSERT INTO rollup ${SUMS} WHERE start_ms >= ${hour * HOUR_MS} AND start_ms < ${(hour + 1) * HOUR_MS} ${GROUPS}`,
    );
  }
}

/**
 * Keeps every name that a team and a key went by, with when it was last seen.
 *
 * @param hours where rows came in; null when rows changed or went, so that all is read anew
 */
export function refreshAliases(database: Database, hours: ReadonlySet<number> | null): void {
  if (hours === null) database.run('DELETE FROM alias');
  else setTouched(database, hours);
  const within =
    hours === null
      ? ''
      : `AND number IN (SELECT r.number FROM touched t JOIN request r
           ON r.start_ms >= t.number * ${HOUR_MS} AND r.start_ms < (t.number + 1) * ${HOUR_MS})`;
  for (const of of ['team', 'key'] as const) {
    database.run(
      `INSERT INTO alias SELECT '${of}', ${of}, ${of}_alias, max(start_ms) FROM request
       WHERE ${of}_alias IS NOT NULL ${within} GROUP BY ${of}, ${of}_alias
       ON CONFLICT DO UPDATE SET last_ms = max(last_ms, excluded.last_ms)`,
    );
  }
}

/** True when the roll-ups say exactly what the rows say. */
export function rollupsHold(database: Database): boolean {
  const columns = 'hour, team, model, key, user, ok, requests, prompt_tokens, completion_tokens, spend_nano';
  const [row] = select(
    database,
    `WITH fresh AS (${SUMS} ${GROUPS})
     SELECT (SELECT count(*) FROM (SELECT ${columns} FROM fresh EXCEPT SELECT ${columns} FROM rollup))
          + (SELECT count(*) FROM (SELECT ${columns} FROM rollup EXCEPT SELECT ${columns} FROM fresh))`,
  );
  return row?.[0] === 0;
}

function setTouched(database: Database, hours: ReadonlySet<number>): void {
  database.run('CREATE TEMP TABLE IF NOT EXISTS touched (number INTEGER PRIMARY KEY)');
  database.run('DELETE FROM touched');
  const insert = database.prepare('INSERT INTO touched VALUES (?)');
  try {
    for (const hour of hours) insert.run([hour]);
  } finally {
    insert.free();
  }
}

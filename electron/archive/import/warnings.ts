import type { ImportSummary, RefusedRow } from '../../../shared/audit/logged-request.ts';
import type { Problem } from '../../../shared/result.ts';
import { quotedPath } from '../query/again.ts';
import { countRequests } from '../query/problems.ts';
import type { TurnedBack } from './turned-back.ts';
import type { LogSource } from '../sources/log-source.ts';

/** A summary with something on which somebody should act. */
export function addWarning(summary: ImportSummary, warning: Problem): ImportSummary {
  const next = warning.next === undefined ? '' : ` ${warning.next}`;
  return {
    ...summary,
    notes: [...(summary.notes ?? []), `${warning.message}${next}`],
    warnings: [...(summary.warnings ?? []), warning],
  };
}

/**
 * A summary with what has to be said of requests whose cost is not known after it: something is lacking where nothing was
 * read that says it; where that was read, it has no more.
 */
export function withCostsSaid(
  summary: ImportSummary,
  { description, path }: Pick<LogSource, 'description' | 'path'>,
  withCharges: boolean,
  unknown: number,
): ImportSummary {
  if (unknown === 0) return summary;
  const message = `The cost of ${countRequests(unknown)} of ${description} is not known`;
  if (withCharges)
    return {
      ...summary,
      notes: [...(summary.notes ?? []), `${message}: the transactions hold no charge of them.`],
    };
  return addWarning(summary, {
    code: 'requests_without_charges',
    message: `${message}: no transactions were imported with it.`,
    next: `Import it together with the export of the transactions: gatehouse import ${quotedPath(path)} TRANSACTIONS --node ${summary.node}`,
    where: description,
  });
}

/** A summary with what has to be said of requests of which a later import had said something else. */
export function withBackSaid(
  summary: ImportSummary,
  description: string,
  { count, ids }: TurnedBack,
): ImportSummary {
  if (count === 0) return summary;
  const named = `${ids.join(', ')}${count > ids.length ? ', …' : ''}`;
  const note = `${countRequests(count)} (${named}) had been changed by an import after ${description} was imported before, and ${count === 1 ? 'says' : 'say'} again what stands in ${description}: the last import counts. Import the later log again to have its word count.`;
  return { ...summary, notes: [...(summary.notes ?? []), note] };
}

/** A summary with what has to be said where a gateway began to count its requests anew. */
export function withRenumberedSaid(
  summary: ImportSummary,
  description: string,
  count: number,
): ImportSummary {
  if (count === 0) return summary;
  const have = count === 1 ? 'has the id' : 'have ids';
  return addWarning(summary, {
    code: 'ids_begin_anew',
    message: `${countRequests(count)} of ${description} ${have} of other requests that began at another time: this gateway numbers its requests, and counts from 1 again with a new database. All of them count.`,
    next: `If it is another server, import it into a node of its own.`,
    where: summary.node,
  });
}

/** A summary with what has to be said of a source that is not whole. */
export function withMarkSaid(summary: ImportSummary, { where, reason }: RefusedRow): ImportSummary {
  return addWarning(summary, {
    code: 'file_not_whole',
    message: `${where}: ${reason}`,
    next: 'Copy or download the file again, then import it: what is there already does not count twice.',
    where,
  });
}

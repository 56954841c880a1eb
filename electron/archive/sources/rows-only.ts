import { isJsonObject } from '../../../shared/json.ts';
import { parseJson } from '../../gateways/http/lossless.ts';
import { fromStandardLog } from '../../gateways/litellm/standard-log.ts';
import type { LineChange } from './line-sink.ts';
import { recordKind } from './row-kinds.ts';
import type { RowKind } from './row-kinds.ts';

/** Rows of one kind, with LiteLLM's logging payloads as rows of its spend log; anything else is refused. */
export function rowsOnly(rows: RowKind): LineChange {
  return (line) => {
    let record: unknown;
    try {
      record = parseJson(line);
    } catch {
      return { reason: 'It is not JSON; it may have been cut.' };
    }
    const kind = isJsonObject(record) ? recordKind(record) : null;
    if (kind === rows) return null;
    if (!isJsonObject(record) || kind !== 'litellm-payload' || rows !== 'litellm') {
      return { reason: 'It is no record of the log that was found here.' };
    }
    const read = fromStandardLog(record);
    return read.ok ? { text: JSON.stringify(read.row) } : read;
  };
}

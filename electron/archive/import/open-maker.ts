import { readEntry } from '../../gateways/doubleword/entry.ts';
import { readSpendLog } from '../../gateways/litellm/spend-log.ts';
import { createSpendRows } from './scanned-rows.ts';
import { SPEND_SCAN } from '../../gateways/litellm/spend-scan.ts';
import type { LogRow } from '../../gateways/adapter.ts';
import type { ScannerModule } from '../../scan/scanner-module.ts';
import { createScanner } from '../../scan/scanner.ts';
import type { ScanPlan } from '../../scan/scanner.ts';
import { createBuilder } from '../segment/segment-builder.ts';
import type { SegmentSource } from '../segment/segment-writer.ts';
import type { Made } from './made-segment.ts';
import { createSegmentMaker, INPUT_BYTES } from './segment-maker.ts';
import type { SegmentMaker } from './segment-maker.ts';

/** What a maker is to do; it can be sent to a thread. */
export interface MakerJob {
  readonly node: string;
  /** Where segment files are written. */
  readonly folder: string;
  readonly source: SegmentSource;
  readonly module: ScannerModule;
  /** Requests a segment. */
  readonly capacity: number;
  /** What the names of its files begin with; nobody else uses it. */
  readonly prefix: string;
}

/** Rows of a gateway without a quick way: each is read whole. */
const WHOLE_LINES: ScanPlan = { contexts: [{ name: 'row', fields: [] }], words: [], combined: 0, raws: [] };

/**
 * Opens a maker for the rows of one gateway.
 *
 * @param made told of every segment
 * @param readRow instead of the gateway's own reader
 */
export function openMaker(
  { module, node, folder, source, capacity, prefix }: MakerJob,
  made: (made: Made) => void,
  readRow?: (row: unknown) => LogRow,
): SegmentMaker {
  const builder = createBuilder(capacity);
  const quickly = source.gateway === 'litellm' && readRow === undefined;
  const scanner = createScanner(module, quickly ? SPEND_SCAN : WHOLE_LINES, INPUT_BYTES);
  const rows = quickly ? createSpendRows(scanner, builder) : null;
  let names = 0;
  return createSegmentMaker({
    node,
    folder,
    source,
    builder,
    quick: { scanner, add: (...row) => rows?.add(...row) ?? false },
    readRow: readRow ?? (source.gateway === 'litellm' ? readSpendLog : readEntry),
    nextName() {
      names += 1;
      return `${prefix}-${String(names).padStart(4, '0')}.seg`;
    },
    made,
  });
}

import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createSegmentMaker } from '../../electron/archive/import/segment-maker.ts';
import type { Made } from '../../electron/archive/import/made-segment.ts';
import { createBuilder } from '../../electron/archive/segment/segment-builder.ts';
import { openSegment } from '../../electron/archive/segment/segment-reader.ts';
import { readSpendLog } from '../../electron/gateways/litellm/spend-log.ts';
import { createSpendRows } from '../../electron/archive/import/scanned-rows.ts';
import { SPEND_SCAN } from '../../electron/gateways/litellm/spend-scan.ts';
import { loadScannerModule } from '../../electron/scan/scanner-module.ts';
import { createScanner } from '../../electron/scan/scanner.ts';
import type { LoggedRequest } from '../../shared/audit/logged-request.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What segments hold that were made of lines. */
export interface ReadLines {
  /** By where they stand: the number of the line from 1, or its byte in a file. */
  readonly requests: ReadonlyMap<number, LoggedRequest>;
  /** Numbers of lines from 1. */
  readonly refused: readonly { readonly line: number; readonly reason: string; readonly raw: string }[];
  /** How many rows were read by a whole parser. */
  readonly whole: number;
  readonly made: readonly Made[];
}

/** Reads lines of LiteLLM's spend log into segments and out of them again. */
export interface LineReader {
  lines(text: string | Uint8Array): Promise<ReadLines>;
  /** From a file, cut at these bytes; the ranges are read in the order of `order`. */
  ranges(
    text: string | Uint8Array,
    cuts: readonly number[],
    order?: 'forwards' | 'backwards',
  ): Promise<ReadLines>;
}

/** Source of a test's segments. */
export const TEST_SOURCE = { description: 'test.jsonl', path: null, fingerprint: null, gateway: 'litellm' };

/** A reader with a folder of its own. `inputBytes`: longer lines are refused. */
export async function openLineReader({ capacity = 1_000, inputBytes = 262_144 } = {}): Promise<LineReader> {
  const folder = await temporaryFolder();
  const builder = createBuilder(capacity);
  const scanner = createScanner(await loadScannerModule(), SPEND_SCAN, inputBytes);
  const rows = createSpendRows(scanner, builder);
  let made: Made[] = [];
  let whole = 0;
  let names = 0;
  const maker = createSegmentMaker({
    node: 'test',
    folder,
    source: TEST_SOURCE,
    builder,
    quick: { scanner, add: (...row) => rows.add(...row) },
    readRow(row) {
      whole += 1;
      return readSpendLog(row);
    },
    nextName: () => `${(names += 1)}.seg`,
    made: (one) => made.push(one),
  });

  function begin(): void {
    made = [];
    whole = 0;
  }

  async function end(counted: boolean): Promise<ReadLines> {
    maker.flush();
    await maker.synced();
    const requests = new Map<number, LoggedRequest>();
    for (const { segment } of made) {
      if (segment === null) continue;
      const reader = openSegment(join(folder, segment.name));
      const positions = reader.numbers('position');
      for (const [row, position] of positions.entries()) {
        if (requests.has(position)) throw new Error('Two requests stand at one place.');
        requests.set(position, reader.request(row));
      }
    }
    const pieces = made.flatMap((one) => one.pieces).toSorted((a, b) => a.from - b.from);
    let lines = 0;
    const refused = pieces.flatMap((piece) => {
      const first = counted ? piece.from : lines + 1;
      lines += piece.lines;
      return piece.refused.map(({ line, reason, raw }) => ({ line: first + line, reason, raw }));
    });
    return { requests, refused, whole, made };
  }

  return {
    async lines(text) {
      begin();
      maker.readLines(typeof text === 'string' ? Buffer.from(text) : text, 1);
      return end(true);
    },
    async ranges(text, cuts, order = 'forwards') {
      begin();
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      const file = join(folder, 'log.jsonl');
      writeFileSync(file, bytes);
      const edges = [0, ...new Set(cuts.filter((cut) => cut > 0 && cut < bytes.length)), bytes.length];
      edges.sort((a, b) => a - b);
      const ranges = edges.slice(1).map((until, index) => [edges[index] ?? 0, until] as const);
      const handle = openSync(file, 'r');
      try {
        for (const [from, until] of order === 'forwards' ? ranges : ranges.toReversed())
          maker.readRange(handle, from, until);
      } finally {
        closeSync(handle);
      }
      return end(false);
    },
  };
}

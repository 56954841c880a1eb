import { instantiate } from './scanner-module.ts';
import type { ScannerModule } from './scanner-module.ts';

/**
 * The scanner of JSON lines: WebAssembly that cuts lines into the values of chosen fields, many times faster than a
 * whole parser, because it need not make values of what is skipped. Its source is in assembly/.
 */

/**
 * What becomes of a field: skipped, kept as its bytes, made a word, or read as an object of another context. `other` is
 * gathered with those that are not named here: it is named only because it is expected, which is quicker.
 */
export type ScanField =
  | { readonly name: string; readonly action: 'skip' | 'other' }
  | { readonly name: string; readonly action: 'raw' | 'word'; readonly slot: string }
  | { readonly name: string; readonly action: 'descend'; readonly context: string };

/** The fields of one object. Best in the order in which they are written. */
export interface ScanContext {
  readonly name: string;
  readonly fields: readonly ScanField[];
  /** A word slot into which all other fields that say something are gathered; they are passed over without one. */
  readonly others?: string;
}

/** What is cut out of a line. */
export interface ScanPlan {
  /** The first is the line's own object. */
  readonly contexts: readonly ScanContext[];
  /** Words; the first `combined` of them are also made one number, for what they say together. */
  readonly words: readonly string[];
  readonly combined: number;
  readonly raws: readonly string[];
}

/** What the flags of a line say. */
export const LINE_READ = 0;
/** It has to be read by a whole parser. */
export const LINE_UNSURE = 1;
export const LINE_BLANK = 2;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  init(
    input: number,
    rows: number,
    words: number,
    raws: number,
    combined: number,
    wordCap: number,
    arena: number,
    combos: number,
  ): void;
  addKey(context: number, length: number, action: number, argument: number): void;
  keepUnknown(context: number, slot: number): void;
  scan(from: number, until: number): number;
  next(): number;
  forget(): void;
  crowded(rows: number): number;
  inputOffset(): number;
  rowsOffset(): number;
  combosOffset(): number;
  wordOffset(word: number): number;
  wordLength(word: number): number;
}

/** Lines that were scanned. The arrays are views that the next scan overwrites. */
export interface ScannedLines {
  readonly count: number;
  /** Where each line is in the input, and how long it is without its line feed. */
  readonly start: Uint32Array;
  readonly length: Uint32Array;
  readonly flags: Uint32Array;
  /** What the combined words say together; a number below {@link Scanner.combined}'s. */
  readonly combination: Uint32Array;
  /** Of each word slot, in the order of the plan: its word, 0 where the field is not there. */
  readonly words: readonly Uint32Array[];
  /** Of each raw slot, in the order of the plan: where its bytes are in {@link Scanner.memory}; length 0 without. */
  readonly rawAt: readonly Uint32Array[];
  readonly rawLength: readonly Uint32Array[];
}

/** One scanner with its memory. */
export interface Scanner {
  /** Where the bytes of lines are put. */
  readonly input: Uint8Array;
  readonly memory: Uint8Array;
  /** Scans whole lines of the input; at most {@link ROWS_AT_ONCE}. Goes on at `next`. */
  scan(from: number, until: number): { readonly lines: ScannedLines; readonly next: number };
  /** A word as it is spelled in JSON. */
  wordText(word: number): string;
  /** The words of a combination, in the order of the plan. */
  combined(combination: number): Uint32Array;
  /** Changes when all words and combinations were forgotten, which keeps memory bounded. */
  readonly generation: number;
}

export const ROWS_AT_ONCE = 4_096;
const WORDS = 2 ** 18;
const ARENA_BYTES = 8 * 1024 * 1024;
const COMBINATIONS = 2 ** 16;
const ACTIONS = { skip: 0, raw: 1, word: 2, descend: 3, other: 4 } as const;
const HEAD_COLUMNS = 4;

/** Makes a scanner of a compiled module. `inputBytes`: the longest piece that is scanned at once. */
export function createScanner(module: ScannerModule, plan: ScanPlan, inputBytes: number): Scanner {
  const wasm = instantiate(module, { env: { abort } }) as Exports;
  // Slot 0 of words is never given, so that 0 can say that a field is not there.
  const wordSlots = plan.words.length;
  const rawSlots = plan.raws.length;
  wasm.init(
    inputBytes,
    ROWS_AT_ONCE,
    wordSlots,
    rawSlots,
    plan.combined,
    WORDS,
    ARENA_BYTES + inputBytes,
    COMBINATIONS,
  );
  const memory = new Uint8Array(wasm.memory.buffer);
  const input = memory.subarray(wasm.inputOffset(), wasm.inputOffset() + inputBytes);
  teach(wasm, plan, input);

  const column = (index: number): Uint32Array =>
    new Uint32Array(memory.buffer, wasm.rowsOffset() + index * ROWS_AT_ONCE * 4, ROWS_AT_ONCE);
  const views = {
    start: column(0),
    length: column(1),
    flags: column(2),
    combination: column(3),
    words: plan.words.map((_, slot) => column(HEAD_COLUMNS + slot)),
    rawAt: plan.raws.map((_, slot) => column(HEAD_COLUMNS + wordSlots + slot * 2)),
    rawLength: plan.raws.map((_, slot) => column(HEAD_COLUMNS + wordSlots + slot * 2 + 1)),
  };
  let generation = 0;

  return {
    input,
    memory,
    scan(from, until) {
      if (wasm.crowded(ROWS_AT_ONCE) !== 0) {
        wasm.forget();
        generation += 1;
      }
      const count = wasm.scan(from, until);
      return { lines: { count, ...views }, next: wasm.next() };
    },
    wordText(word) {
      return Buffer.from(memory.buffer, wasm.wordOffset(word), wasm.wordLength(word)).toString('utf8');
    },
    combined(combination) {
      const at = wasm.combosOffset() + combination * plan.combined * 4;
      return new Uint32Array(memory.buffer, at, plan.combined);
    },
    get generation() {
      return generation;
    },
  };
}

function teach(wasm: Exports, { contexts, words, raws }: ScanPlan, input: Uint8Array): void {
  const encoder = new TextEncoder();
  for (const [number, { fields, others }] of contexts.entries()) {
    for (const field of fields) {
      const { written } = encoder.encodeInto(field.name, input);
      let argument = 0;
      if (field.action === 'word') argument = words.indexOf(field.slot);
      else if (field.action === 'raw') argument = raws.indexOf(field.slot);
      else if (field.action === 'descend')
        argument = contexts.findIndex(({ name }) => name === field.context);
      if (argument < 0) throw new RangeError(`A field of the scanner's plan goes nowhere: ${field.name}`);
      wasm.addKey(number, written, ACTIONS[field.action], argument);
    }
    if (others !== undefined) wasm.keepUnknown(number, words.indexOf(others));
  }
}

function abort(): never {
  throw new Error('The scanner of log lines stopped.');
}

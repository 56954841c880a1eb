import { readFileSync } from 'node:fs';

/** One exchange with a real dwctl, as it was recorded. */
export interface Recording {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | number>> | null;
    readonly body: unknown;
    readonly as: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly trimmed?: boolean;
}

const FOLDER = new URL('../../../fixtures/gateways/doubleword/recorded/', import.meta.url);

/** Reads a recording of dwctl 10.13.1 by its name. */
export function recording(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Recording;
}

/** The rows of a recorded list, whatever its shape. */
export function recordedRows(name: string): readonly unknown[] {
  const body = recording(name).response.body as { data?: unknown[]; entries?: unknown[] } | unknown[];
  if (Array.isArray(body)) return body;
  return body.data ?? body.entries ?? [body];
}

import type { GatewayAnswer } from '../http/client.ts';
import { redactJson } from '../http/redact.ts';

/** Answers as they came, by route, with secrets hidden. */
export interface RawPages {
  readonly pages: ReadonlyMap<string, readonly string[]>;
  keep(answer: GatewayAnswer): void;
}

/** Collects answers. `secrets` are hidden wherever they stand, besides what looks like a key. */
export function createRawPages(secrets: readonly string[]): RawPages {
  const pages = new Map<string, string[]>();
  return {
    pages,
    keep(answer) {
      const known = pages.get(answer.path) ?? [];
      known.push(JSON.stringify(redactJson(answer.body, secrets)));
      pages.set(answer.path, known);
    },
  };
}

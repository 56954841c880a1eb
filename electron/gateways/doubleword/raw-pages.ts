import type { GatewayAnswer } from '../http/client.ts';

/** Answers as they came, by route. */
export interface RawPages {
  readonly pages: ReadonlyMap<string, readonly string[]>;
  /** Keeps one, whose secrets are hidden already. */
  keep(answer: Pick<GatewayAnswer, 'path' | 'body'>): void;
}

/** Collects answers. */
export function createRawPages(): RawPages {
  const pages = new Map<string, string[]>();
  return {
    pages,
    keep(answer) {
      const known = pages.get(answer.path) ?? [];
      known.push(JSON.stringify(answer.body));
      pages.set(answer.path, known);
    },
  };
}

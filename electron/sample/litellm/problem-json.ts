import { Refusal } from './answer.ts';
import type { Value } from './python.ts';

/** The shape of errors on `/management/v1/*` (LiteLLM 1.106.2): problem+json. */
export function problem(
  status: number,
  kind: string,
  title: string,
  detail: string,
  more: Readonly<Record<string, Value>> = {},
): Refusal {
  return new Refusal({
    status,
    body: { type: `urn:litellm:error:${kind}`, title, status, detail, ...more },
    headers: { 'content-type': 'application/problem+json' },
  });
}

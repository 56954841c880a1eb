import { createHash } from 'node:crypto';

/** A made-up virtual key that depends on nothing but its seed, in the form that LiteLLM makes them. */
export function madeUpKey(seed: string): string {
  return `sk-${createHash('sha256').update(seed).digest('base64url').slice(0, 22)}`;
}

import { uuidOf } from './store.ts';

/** The id of a thing of the sample: the same seed and name, the same id. */
export function sampleId(seed: number, kind: string, name: string): string {
  return uuidOf(`doubleword sample ${seed} ${kind} ${name}`);
}

import { join } from 'node:path';
import * as v from 'valibot';
import { ProblemError } from '../../../shared/result.ts';
import { writeFileAtomic } from '../../files/atomic-write.ts';
import { SAMPLE_FILE } from '../../workspace/paths.ts';
import { readJsonFile } from '../../workspace/read-file.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const SampleFileSchema = v.object({
  format: v.literal(1),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  rows: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Node name -> port on loopback. */
  ports: v.record(v.string(), port),
});

/** What `sample.json` says: what the simulated gateways are made from, and where they listen. */
export type SampleFile = v.InferOutput<typeof SampleFileSchema>;

/** Reads `sample.json`. Rejects with `not_a_sample` when the folder has none, or not one of ours. */
export async function readSampleFile(workspace: string): Promise<SampleFile> {
  const where = join(workspace, SAMPLE_FILE);
  const parsed = v.safeParse(SampleFileSchema, await readJsonFile(where));
  if (parsed.success) return parsed.output;
  throw new ProblemError({
    code: 'not_a_sample',
    message: 'This folder is not a sample workspace: it has no sample.json that can be read.',
    next: 'Make one with "gatehouse sample DIR".',
    where,
  });
}

/** Writes `sample.json`. */
export function writeSampleFile(workspace: string, file: SampleFile): Promise<void> {
  return writeFileAtomic(join(workspace, SAMPLE_FILE), `${JSON.stringify(file, null, 2)}\n`);
}

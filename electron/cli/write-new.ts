import { ProblemError } from '../../shared/result.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { readTextFile } from '../workspace/read-file.ts';

/** A file that somebody may have edited is never replaced. */
export async function writeNew(file: string, text: string): Promise<void> {
  if ((await readTextFile(file)) !== null) {
    throw new ProblemError({
      code: 'file_exists',
      message: 'There is such a file already, and it was left as it is.',
      next: 'Name another file, or move this one away.',
      where: file,
    });
  }
  await writeFileAtomic(file, text);
}

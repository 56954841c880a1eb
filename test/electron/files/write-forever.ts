import { writeFileAtomic } from '../../../electron/files/atomic-write.ts';

// Run in a process of its own and killed at a random moment: writes two images in turn until then.
const path = process.argv[2] ?? '';
process.stdout.write('ready\n');
for (;;) {
  await writeFileAtomic(path, 'a'.repeat(300_000));
  await writeFileAtomic(path, 'b'.repeat(200_000));
}

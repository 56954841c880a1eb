import { takeLock } from '../../../electron/files/file-lock.ts';

// Run in a process of its own: takes a lock, says so and keeps it. The test kills it there.
const { taken } = await takeLock(process.argv[2] ?? '', 'child');
process.stdout.write(taken ? 'taken\n' : 'refused\n');
setInterval(() => undefined, 1000);

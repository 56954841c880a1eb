import { describe } from 'vitest';

import { testWrites } from '../writes.ts';
import { SPECIMEN_SECRETS, specimensFor } from './specimens.ts';
import { isOlder, openTarget } from './target.ts';

const specimens = specimensFor(await isOlder());

describe('what is written', () => {
  testWrites(openTarget, specimens, SPECIMEN_SECRETS);
});

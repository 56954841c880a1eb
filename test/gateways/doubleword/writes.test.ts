import { describe } from 'vitest';

import { testWrites } from '../writes.ts';
import { SPECIMEN_SECRETS, SPECIMENS } from './specimens.ts';
import { openTarget } from './target.ts';

describe('what is written', () => {
  testWrites(openTarget, SPECIMENS, SPECIMEN_SECRETS);
});

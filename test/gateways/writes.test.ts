import { describe } from 'vitest';

import { SECRETS, specimensOf } from './specimens.ts';
import { openTarget } from './target.ts';
import { testWrites } from './writes.ts';

const RELEASE = process.env['GATEHOUSE_GATEWAY_RELEASE'] ?? '1.106.2';

describe('what is written', () => {
  testWrites(openTarget, specimensOf(RELEASE), SECRETS);
});

import { SECRETS, specimensOf } from './specimens.ts';
import { openTarget } from './target.ts';
import { describeWrites } from './writes.ts';

const RELEASE = process.env['GATEHOUSE_GATEWAY_RELEASE'] ?? '1.106.2';

describeWrites(openTarget, specimensOf(RELEASE), SECRETS);

/** The sample workspace: made once, and its simulated gateways run from it. */
export { createSampleWorkspace, type CreatedSample, type SampleNodeAddress } from './workspace/create.ts';
export { serveSample, type ServedSample, type ServeOptions } from './workspace/serve.ts';

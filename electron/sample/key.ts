/**
 * The key of the simulated gateways: made up, published, worth nothing. Used only for nodes whose key
 * reference is `sample`, and those only on loopback.
 */
export const SAMPLE_KEY = 'sk-sample-made-up-key-for-simulated-gateways-only';

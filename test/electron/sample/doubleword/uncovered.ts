const SESSIONS = 'The console asks with a key and never signs in, so the simulator has no sessions.';
const BATCHES = 'Batches are calls of models through files, which the console neither makes nor lists.';
const PROVIDERS =
  'The simulator has no provider behind it; the console makes endpoints without asking theirs for models.';
const SECRETS =
  'The console takes the secret of a key from the answer to its making and asks for none later.';
const PROBING = 'The console runs no probe by hand: each is a call of a model that is paid for.';
const SUMS =
  'These sums are of floats or leave requests out, so the console adds up the ledger and does not ask.';
const OWN_USE = 'It tells a caller their own use alone, so the console reads the ledger.';
const METRICS = 'Text for Prometheus, which the console does not read.';
const OPENAPI = 'The description of the API is wrong in places, and the console does not read it.';
const WEBHOOKS = 'The console reads webhooks and makes none.';
const RECOMPUTED =
  'The console looks only for whether this route is there, by how it refuses a call without times.';

/** Recordings of calls that the simulator does not answer like, each with the reason. */
export const UNCOVERED: Readonly<Record<string, string>> = {
  'auth-bad-bearer-good-cookie': SESSIONS,
  'auth-login-info': SESSIONS,
  'auth-login-missing-field': SESSIONS,
  'auth-login-ok': SESSIONS,
  'auth-login-wrong-password': SESSIONS,
  'auth-logout': SESSIONS,
  'auth-register-ok': SESSIONS,
  'auth-register-short-password': SESSIONS,
  'auth-registration-info': SESSIONS,
  'auth-session-after-logout': SESSIONS,
  'auth-session-current-user': SESSIONS,
  'batch-requests-list': BATCHES,
  'batches-analytics': BATCHES,
  'batches-create': BATCHES,
  'batches-list': BATCHES,
  'transactions-list-batch-grouped': 'The console asks for single charges, group_batches=false.',
  'endpoints-create-alias-conflict': PROVIDERS,
  'endpoints-create-sync': PROVIDERS,
  'endpoints-synchronize-ok': PROVIDERS,
  'endpoints-validate-not-a-url': PROVIDERS,
  'endpoints-validate-ok': PROVIDERS,
  'endpoints-validate-unreachable': PROVIDERS,
  'apikeys-reveal-by-admin': SECRETS,
  'apikeys-reveal-by-owner': SECRETS,
  'apikeys-reveal-by-owner-again': SECRETS,
  'apikeys-rotate-ok': SECRETS,
  'probes-execute-ok': PROBING,
  'probes-test-model-no-body': PROBING,
  'requests-by-user': SUMS,
  'requests-by-user-no-model': SUMS,
  'requests-by-user-stale': SUMS,
  'usage-other-user-as-admin': OWN_USE,
  'usage-own': OWN_USE,
  'usage-recompute': RECOMPUTED,
  'usage-recompute-too-wide': RECOMPUTED,
  'metrics-after-traffic': METRICS,
  'metrics-anonymous-head': METRICS,
  'forbidden-openapi-standard': OPENAPI,
  'openapi-admin-anonymous': OPENAPI,
  'openapi-admin-head': OPENAPI,
  'webhooks-create': WEBHOOKS,
  'webhooks-create-http': WEBHOOKS,
};

/** What was recorded of the config file: no call, and checked with the schema of that file. */
export const OF_THE_CONFIG_FILE = /^config(?:file|live|restart)-/;

import type { Leniency } from '../litellm/replay/compare.ts';

/** Where an answer is not compared value by value with its recording, and why not. Its shape is compared in any case. */
export interface Lenient extends Leniency {
  readonly because: string;
}

const MORE_USERS: Lenient = {
  kind: ['$.total_count'],
  because: 'The recorded node had other users beside those of the recordings.',
};
const FEWER_USERS: Lenient = {
  ...MORE_USERS,
  anyLength: ['$.data'],
  because: 'The recording was cut, or made while there were fewer users.',
};
const MORE_MODELS: Lenient = {
  kind: ['$.total_count'],
  because: 'The recorded node had a model that no list of the recordings shows.',
};
const ACCESS: Lenient = {
  anyLength: ['$**.model_access'],
  because: 'No recording shows which models all the groups of the owner had.',
};
const NEW_KEY: Lenient = { ...ACCESS, kind: ['$.key'], because: 'Secrets are made up on each node.' };
const BALANCE: Lenient = {
  kind: ['$.page_start_balance'],
  because: 'No recording shows the whole ledger of the user.',
};
const LOGIN: Lenient = {
  skip: ['$**.last_login'],
  because: 'They had signed in since, which is not simulated.',
};
const MEMBERS: Lenient = { anyLength: ['$'], because: 'The group had other members when this was recorded.' };

/** The recordings that are compared like this; all others in every value, but for ids and times, which are of a node. */
export const LENIENT: Readonly<Record<string, Lenient>> = {
  'apikeys-get-ok': ACCESS,
  'apikeys-list': ACCESS,
  'apikeys-list-after-use': { ...ACCESS, skip: ['$**.secret_revealed_at'] },
  'apikeys-create-for-user': NEW_KEY,
  'apikeys-create-limits': NEW_KEY,
  'apikeys-create-spend-limit': NEW_KEY,
  'apikeys-patch-purpose-ignored': ACCESS,
  'apikeys-patch-rps': ACCESS,
  'apikeys-patch-rps-null': ACCESS,
  'apikeys-patch-spend-limit-set': ACCESS,
  'groups-list': { kind: ['$.total_count'], because: 'Later groups are in no list of the recordings.' },
  'groups-list-include-users-models': {
    skip: ['$.data[*].description', '$**.last_login', '$.data[*].models'],
    because: 'Groups were changed between this recording and others.',
  },
  'groups-users-list': MEMBERS,
  'groups-users-list-everyone': MEMBERS,
  'groups-users-list-with-organization': MEMBERS,
  'models-list-default': MORE_MODELS,
  'models-list-sort-alias': MORE_MODELS,
  'models-list-deleted': MORE_MODELS,
  'models-list-standard-user': {
    skip: ['$.data', '$.total_count'],
    because: 'No recording shows which models all the groups of the caller had.',
  },
  'models-list-metrics-status': {
    skip: ['$**.metrics', '$**.tariffs'],
    because: 'No recording shows the whole request log that these are the sums of; prices changed since.',
  },
  'ai-models-list': { skip: ['$.data'], because: 'When a model was made for the router is not simulated.' },
  'requests-aggregate': {
    skip: ['$'],
    because: 'No recording shows the whole request log that this is the sum of.',
  },
  'requests-list-limit-1000': { anyLength: ['$.entries'], because: 'The recording was cut.' },
  'requests-list-after-probe': { skip: ['$.entries'], because: 'Calls of probes are in no other recording.' },
  'transactions-list-user': BALANCE,
  'transactions-list-grouped': BALANCE,
  'transactions-list-standard-own': BALANCE,
  'transactions-list-batch-ungrouped': { ...BALANCE, anyLength: ['$.data'] },
  'users-list-default': MORE_USERS,
  'users-list-include-groups-billing': MORE_USERS,
  'users-list-limit-1000': FEWER_USERS,
  'users-list-limit-zero': MORE_USERS,
  'users-list-page': MORE_USERS,
  'users-list-search': FEWER_USERS,
  'users-list-search-percent': FEWER_USERS,
  'users-list-skip-past-end': MORE_USERS,
  'users-list-unknown-parameter': MORE_USERS,
  'users-list-billingmanager': MORE_USERS,
  'users-get-balance-after-use': { ...LOGIN, kind: ['$.credit_balance'] },
  'organizations-members': { skip: ['$**.last_login', '$**.low_balance_threshold'], because: LOGIN.because },
  'organizations-create': { kind: ['$.username'], because: 'The name ends with a part of an id.' },
  'auth-standard-current-user': LOGIN,
  'auth-empty-roles-current': {
    skip: ['$.username', '$.email', '$.display_name', '$.last_login'],
    because: 'Only the roles of this caller are simulated.',
  },
  'probes-results': {
    kind: ['$**.content', '$**.usage.*'],
    because: 'What the simulated model says is its own.',
  },
};

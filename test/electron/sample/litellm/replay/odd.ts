import { at } from './at.ts';
import { keyText } from '../../../../../build/gateways/seed-data.mjs';
import { post } from './step.ts';
import type { Phase } from './phase.ts';

/** Odd values, and what is read after them. */
export const STRANGE: readonly Phase[] = [
  {
    area: 'strange values',
    atMs: at(13, 6, 53),
    steps: [
      'strange-team-alias-control-chars',
      'strange-team-alias-null-byte',
      'strange-team-alias-long',
      'strange-team-alias-html',
      'strange-team-id-slash',
      'strange-team-id-slash-info',
      'strange-team-id-empty',
      'strange-team-id-number',
      'strange-team-big-int',
      'strange-team-big-int-info',
      'strange-team-int-overflow',
      'strange-team-tiny-float',
      'strange-team-budget-as-string',
      'strange-team-metadata-string',
      {
        method: 'POST',
        path: '/team/new',
        text: '{"team_id":"strange-meta","metadata":{"":"empty key","a":{"b":{"c":[null,false,0,"",{},[]]}},"$type":"x","ключ":"значение","__proto__":{"polluted":true}}}',
      },
      'strange-team-metadata-info',
      post('/team/new', { team_id: 'strange-dup', team_alias: 'two' }),
      'strange-v2-list-percent-search',
      'strange-key-list-page-huge',
      'strange-content-type-form',
    ],
  },
  {
    area: 'keys of others',
    atMs: at(13, 9, 36),
    steps: ['key-generate-other-users-key-as-internal', 'key-update-by-changed-by-header'],
  },
  {
    area: 'default team settings',
    atMs: at(13, 22, 57),
    steps: [
      'team-new-default-params-fill-in',
      'team-new-after-default-params',
      'team-new-after-default-params-explicit-null',
    ],
  },
];

/** What nothing can follow. */
export const LAST: readonly Phase[] = [
  {
    area: 'the last allowed address',
    atMs: at(13, 30, 0),
    steps: [
      'config-add-allowed-ip-oss',
      post('/delete/allowed_ip', { ip: '127.0.0.1' }),
      'auth-locked-out-after-last-allowed-ip-removed',
    ],
  },
];

/** Model calls of keys and teams with limits. */
export const ENFORCED: readonly Phase[] = [
  {
    area: 'enforcement',
    atMs: at(13, 3, 45),
    steps: [
      'enforce-chat-ok',
      'enforce-tiny-budget-first',
      'enforce-tiny-budget-later',
      'enforce-zero-budget-key',
      'enforce-key-model-denied',
      'enforce-team-model-denied',
      'enforce-team-poor-first',
      'enforce-team-poor-later',
      'enforce-rpm-first',
      'enforce-rpm-second',
      'enforce-llm-key-ok',
      'enforce-key-blocked',
      'enforce-guardrail-blocks',
      'enforce-user-budget-zero',
      'enforce-customer-blocked',
      'enforce-customer-blocked-team-key',
      'enforce-customer-budget-zero',
      'enforce-team-budget-exceeded-first',
      post('/team/update', { team_id: 'team-00', max_budget: 1e-7 }),
      'enforce-team-budget-exceeded',
      'key-generate-ghost-team',
      'enforce-key-of-ghost-team',
      post('/key/block', { key: keyText(21) }),
      'key-block-enforced-at-once-2',
      'auth-admin-virtual-key-spend-reset',
    ],
  },
];

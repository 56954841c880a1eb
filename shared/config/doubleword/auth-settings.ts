import {
  BOOLEAN,
  DURATION,
  F32,
  I32,
  TEXT,
  U32,
  U64,
  USIZE,
  choice,
  listOf,
  need,
  optional,
  set,
  strict,
} from './setting-type.ts';

const TIER = strict({
  requests_per_second: need(F32, 'Requests a second.'),
  burst_size: set(optional(I32), 'Requests that may come at once.'),
});

const NATIVE = strict({
  enabled: set(BOOLEAN, 'Login with address and password. Needs secret_key. Default: true.'),
  allow_registration: set(BOOLEAN, 'Let anyone make an account. Default: false.'),
  password: set(
    strict({
      min_length: set(USIZE, 'Shortest password, characters; at least 1. Default: 8.'),
      max_length: set(USIZE, 'Longest password, characters. Default: 64.'),
      argon2_memory_kib: set(U32, 'Memory for hashing a password, KiB. Default: 19456.'),
      argon2_iterations: set(U32, 'Passes for hashing a password. Default: 2.'),
      argon2_parallelism: set(U32, 'Lanes for hashing a password. Default: 1.'),
    }),
    'Rules for passwords.',
  ),
  session: set(
    strict({
      timeout: set(
        DURATION,
        'How long a login holds, such as 24h. A logout does not end it sooner. Default: 24h.',
      ),
      cookie_name: set(TEXT, 'Default: dwctl_session.'),
      cookie_secure: set(BOOLEAN, 'Send the cookie over https only. Default: true.'),
      cookie_same_site: set(TEXT, 'strict, lax or none. Default: strict.'),
      cookie_domain: set(
        optional(TEXT),
        'Domain of the cookie, such as .example.com; no spaces or semicolons.',
      ),
    }),
    'The cookie of a login.',
  ),
  password_reset_token_duration: set(
    DURATION,
    'How long a link to reset a password holds, such as 30m. Default: 30m.',
  ),
});

const PROXY_HEADER = strict({
  enabled: set(
    BOOLEAN,
    'Believe the user that a request header names. Whoever reaches dwctl without passing the proxy is then whoever they say, the admin too. Default: false.',
  ),
  header_name: set(TEXT, 'Header with the id of the user. Default: x-doubleword-user.'),
  email_header_name: set(TEXT, 'Header with the address of the user. Default: x-doubleword-email.'),
  groups_field_name: set(
    TEXT,
    'Header with the groups of the user, by commas. Default: x-doubleword-user-groups.',
  ),
  import_idp_groups: set(BOOLEAN, 'Make and fill groups from that header. Default: false.'),
  blacklisted_sso_groups: set(listOf(TEXT), 'Groups of that header that are not taken over.'),
  provider_field_name: set(
    TEXT,
    'Header with the name of the identity provider. Default: x-doubleword-sso-provider.',
  ),
  auto_create_users: set(BOOLEAN, 'Make a user for a name that was never seen. Default: true.'),
});

const SECURITY = strict({
  jwt_expiry: set(DURATION, 'How long a token holds: 5 minutes to 30 days, such as 24h. Default: 24h.'),
  cors: set(
    strict({
      allowed_origins: set(
        listOf({ kind: 'origin' }),
        'Origins whose pages may call with a login: addresses, or "*" without allow_credentials. At least one. Default: http://localhost:3001.',
      ),
      allow_credentials: set(BOOLEAN, 'Let those pages send the cookie. Default: true.'),
      max_age: set(optional(U64), 'How long browsers keep the answer, seconds. Default: 3600.'),
      exposed_headers: set(listOf(TEXT), 'Answer headers that pages may read. Default: location.'),
      allow_any_origin_without_credentials: set(
        BOOLEAN,
        'Let every other page call without a login. Default: false.',
      ),
    }),
    'What pages of other origins may do.',
  ),
  headers: set(
    strict({
      enabled: set(BOOLEAN, 'Send the headers below. Default: true.'),
      frame_options: set(TEXT, 'X-Frame-Options; empty: not sent. Default: DENY.'),
      referrer_policy: set(TEXT, 'Referrer-Policy; empty: not sent.'),
      permissions_policy: set(TEXT, 'Permissions-Policy; empty: not sent.'),
      content_security_policy: set(TEXT, 'Content-Security-Policy; empty: not sent, the default.'),
      content_security_policy_report_only: set(
        TEXT,
        'Content-Security-Policy-Report-Only; empty: not sent, the default.',
      ),
      strict_transport_security: set(TEXT, 'Strict-Transport-Security; empty: not sent, the default.'),
    }),
    'Headers of every answer.',
  ),
});

/** Roles of dwctl 10.13.1. */
const ROLE = choice(
  'PlatformManager',
  'RequestViewer',
  'StandardUser',
  'BillingManager',
  'BatchAPIUser',
  'BackgroundInferenceUser',
  'ConnectionsUser',
);

/** `auth` of dwctl's config file. */
export const AUTH = strict({
  native: set(NATIVE, 'Login with address and password.'),
  proxy_header: set(PROXY_HEADER, 'Login by a header that a proxy in front sets.'),
  security: set(SECURITY, 'Tokens, other origins, answer headers.'),
  default_user_roles: set(
    listOf(ROLE),
    'Roles of a new user; StandardUser is always added. Default: StandardUser, BackgroundInferenceUser.',
  ),
  rate_limits: set(
    strict({
      verified: set(optional(TIER), 'For keys of users who are verified; null: no limit.'),
      unverified: set(optional(TIER), 'For keys of users who are not; null: no limit.'),
    }),
    'Limits of keys that have none of their own.',
  ),
});

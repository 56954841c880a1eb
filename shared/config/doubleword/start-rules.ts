import type { YamlPath } from '../yaml-place.ts';
import { durationSeconds } from './durations.ts';
import { exactAt, isExactMap, type ExactMap, type ExactValue } from './exact-value.ts';

/** A rule of dwctl's own validator that a file of the right types breaks. */
export interface BrokenRule {
  readonly path: YamlPath;
  /** As dwctl says it after `Error: Failed to Config validation: `, or its beginning. */
  readonly words: string;
  readonly message: string;
  readonly fix: string;
}

const CACHE_TIERS = ['5m', '1h', '24h'];
const MINUTE = 60;
const DAY = 86_400;

/**
 * What dwctl 10.13.1's validator refuses in a file whose types are right, in its own order (`Config::validate` of its
 * source). dwctl tells the first and stops.
 */
export function brokenRules(file: ExactMap): readonly BrokenRule[] {
  const settings = settingsOf(file);
  return [
    ...loginRules(settings),
    ...cacheRules(settings),
    ...tokenRules(settings),
    ...originRules(settings),
    ...daemonRules(settings),
    ...batchRules(settings),
  ];
}

/** What a file holds at a dotted path, or the default that dwctl takes. */
interface Settings {
  readonly flag: (path: string, standard: boolean) => boolean;
  readonly count: (path: string, standard: bigint) => bigint;
  readonly text: (path: string) => string | null;
  readonly list: (path: string, standard: readonly ExactValue[]) => readonly ExactValue[];
  readonly keys: (path: string) => readonly string[];
}

function settingsOf(file: ExactMap): Settings {
  const at = (path: string) => exactAt(file, path.split('.'));
  return {
    flag: (path, standard) => {
      const value = at(path);
      return typeof value === 'boolean' ? value : standard;
    },
    count: (path, standard) => {
      const value = at(path);
      return typeof value === 'bigint' ? value : standard;
    },
    text: (path) => {
      const value = at(path);
      return typeof value === 'string' ? value : null;
    },
    list: (path, standard) => {
      const value = at(path);
      return Array.isArray(value) ? value : standard;
    },
    keys: (path) => {
      const value = at(path);
      return isExactMap(value) ? Object.keys(value) : [];
    },
  };
}

function broken(path: string, words: string, message: string, fix: string): BrokenRule {
  return { path: path.split('.'), words, message, fix };
}

function loginRules({ flag, count, text }: Settings): readonly BrokenRule[] {
  const found: BrokenRule[] = [];
  if (!flag('auth.native.enabled', true)) return found;
  if (text('secret_key') === null)
    found.push(
      broken(
        'secret_key',
        'Native authentication is enabled but secret_key is not configured.',
        'There is no secret_key, which login by password needs (auth.native is on unless switched off).',
        'Set DWCTL_SECRET_KEY where dwctl runs.',
      ),
    );
  const min = count('auth.native.password.min_length', 8n);
  const max = count('auth.native.password.max_length', 64n);
  if (min > max)
    found.push(
      broken(
        'auth.native.password.min_length',
        `Invalid password configuration: min_length (${min}) cannot be greater than max_length (${max})`,
        `A password must have at least ${min} and at most ${max} characters, so there is none.`,
        'Make min_length at most as large as max_length (64 when left out).',
      ),
    );
  if (min < 1n)
    found.push(
      broken(
        'auth.native.password.min_length',
        'Invalid password configuration: min_length must be at least 1',
        'auth.native.password.min_length is 0, which dwctl refuses.',
        'Write at least 1; the default is 8.',
      ),
    );
  return found;
}

function cacheRules({ flag, text, list }: Settings): readonly BrokenRule[] {
  if (!flag('cache.enabled', false)) return [];
  const found: BrokenRule[] = [];
  if ((text('cache.tokenizer_url') ?? 'http://localhost:8088').trim() === '')
    found.push(
      broken(
        'cache.tokenizer_url',
        'cache.enabled is true but cache.tokenizer_url is empty.',
        'cache.enabled is true and cache.tokenizer_url is empty.',
        'Give the address of the tokenizer service, or set cache.enabled to false.',
      ),
    );
  const tiers = list('cache.enabled_ttls', ['5m', '1h']).filter((tier) => typeof tier === 'string');
  for (const tier of tiers)
    if (!CACHE_TIERS.includes(tier))
      found.push(
        broken(
          'cache.enabled_ttls',
          `cache.enabled_ttls contains an unknown tier "${tier}"`,
          `cache.enabled_ttls has "${tier}", which is no tier.`,
          `Write some of ${CACHE_TIERS.join(', ')}.`,
        ),
      );
  if (tiers.length === 0)
    found.push(
      broken(
        'cache.enabled_ttls',
        'cache.enabled_ttls is empty',
        'cache.enabled_ttls is empty.',
        'Write at least one of 5m, 1h, 24h.',
      ),
    );
  else if (!tiers.includes(text('cache.default_ttl') ?? '5m'))
    found.push(
      broken(
        'cache.default_ttl',
        'cache.default_ttl',
        `cache.default_ttl is "${text('cache.default_ttl') ?? '5m'}", which cache.enabled_ttls does not have.`,
        'Write one of those in cache.enabled_ttls.',
      ),
    );
  return found;
}

function tokenRules({ flag, text }: Settings): readonly BrokenRule[] {
  const found: BrokenRule[] = [];
  const expiry = Math.floor(durationSeconds(text('auth.security.jwt_expiry') ?? '24h') ?? DAY);
  if (expiry < 5 * MINUTE || expiry > 30 * DAY)
    found.push(
      broken(
        'auth.security.jwt_expiry',
        expiry < DAY
          ? 'JWT expiry duration is too short (minimum 5 minutes)'
          : 'JWT expiry duration is too long (maximum 30 days)',
        'auth.security.jwt_expiry must be between 5 minutes and 30 days.',
        'Write, for example, 24h.',
      ),
    );
  if (!flag('auth.native.enabled', true) && !flag('auth.proxy_header.enabled', false))
    found.push(
      broken(
        'auth.native.enabled',
        'No authentication methods are enabled.',
        'No way to log in is left: auth.native and auth.proxy_header are both off.',
        'Leave auth.native.enabled true.',
      ),
    );
  const domain = text('auth.native.session.cookie_domain') ?? '';
  // An empty text is taken for none.
  if (domain !== '' && !/^[!-:<-~]+$/.test(domain))
    found.push(
      broken(
        'auth.native.session.cookie_domain',
        'Invalid cookie_domain',
        'auth.native.session.cookie_domain has a space, a semicolon or a control character.',
        'Write a domain alone, such as .example.com.',
      ),
    );
  return found;
}

function originRules({ flag, list }: Settings): readonly BrokenRule[] {
  const path = 'auth.security.cors.allowed_origins';
  const origins = list(path, ['http://localhost:3001']);
  if (origins.length === 0)
    return [
      broken(
        path,
        'CORS allowed_origins cannot be empty.',
        `${path} is empty.`,
        'Write at least one address, or leave it out.',
      ),
    ];
  if (!origins.includes('*') || !flag('auth.security.cors.allow_credentials', true)) return [];
  return [
    broken(
      path,
      "CORS cannot use wildcard origin '*' with allow_credentials=true.",
      `${path} has "*" while allow_credentials is true (its default).`,
      'Name the addresses, or set allow_credentials to false.',
    ),
  ];
}

const DAEMON = 'background_services.batch_daemon';

function daemonRules({ flag, count }: Settings): readonly BrokenRule[] {
  const found: BrokenRule[] = [];
  const notZero = (name: string, standard: bigint): void => {
    if (count(`${DAEMON}.${name}`, standard) === 0n) found.push(zero(`${DAEMON}.${name}`, name, standard));
  };
  notZero('upload_chunk_bytes', 65_536n);
  notZero('upload_stall_poll_ms', 100n);
  if (
    count(`${DAEMON}.background_concurrency_limit`, 0n) > 0n &&
    !flag(`${DAEMON}.inject_deadline_priority`, false)
  )
    found.push(
      broken(
        `${DAEMON}.background_concurrency_limit`,
        'background_concurrency_limit requires inject_deadline_priority=true',
        `${DAEMON}.background_concurrency_limit needs inject_deadline_priority: true.`,
        'Set inject_deadline_priority to true, or the limit to 0.',
      ),
    );
  return found;
}

function zero(path: string, name: string, standard: bigint): BrokenRule {
  return broken(
    path,
    `${name} cannot be 0.`,
    `${path} is 0, which dwctl refuses.`,
    `Write a number above 0; the default is ${standard}.`,
  );
}

function batchRules({ flag, count, text, list, keys }: Settings): readonly BrokenRule[] {
  const found: BrokenRule[] = [];
  const isOn = flag('batches.enabled', true);
  const files = (name: string, standard: bigint): bigint => count(`batches.files.${name}`, standard);
  const notZero = (name: string, standard: bigint): void => {
    if (files(name, standard) === 0n) found.push(zero(`batches.files.${name}`, name, standard));
  };
  if (isOn || text(`${DAEMON}.enabled`) !== 'never') {
    notZero('batch_insert_size', 5000n);
    notZero('download_buffer_size', 100n);
  }
  if (!isOn) return found;
  const windows = list('batches.allowed_completion_windows', ['24h']);
  for (const window of keys('batches.window_relaxation_factors'))
    if (!windows.includes(window))
      found.push({
        path: ['batches', 'window_relaxation_factors', window],
        words: 'window_relaxation_factors contains window(s) not in allowed_completion_windows:',
        message: `batches.window_relaxation_factors has the window ${window}, which is not allowed.`,
        fix: 'Add it to allowed_completion_windows, or remove it here.',
      });
  if (list('batches.allowed_url_paths', ['/']).length === 0)
    found.push(
      broken(
        'batches.allowed_url_paths',
        'batches.allowed_url_paths cannot be empty.',
        'batches.allowed_url_paths is empty.',
        'Write at least one path, or leave it out.',
      ),
    );
  notZero('upload_buffer_size', 100n);
  const order = [
    ['min_expiry_seconds', 3600n],
    ['default_expiry_seconds', 86_400n],
    ['max_expiry_seconds', 2_592_000n],
  ] as const;
  for (const [name, standard] of order)
    if (files(name, standard) <= 0n)
      found.push(
        broken(
          `batches.files.${name}`,
          `${name} must be positive`,
          `batches.files.${name} must be above 0.`,
          `The default is ${standard}.`,
        ),
      );
  for (const [low, high] of [
    [order[0], order[1]],
    [order[1], order[2]],
  ] as const) {
    const [less, more] = [files(low[0], low[1]), files(high[0], high[1])];
    if (less > more)
      found.push(
        broken(
          `batches.files.${low[0]}`,
          `${low[0]} (${less}) cannot be greater than ${high[0]} (${more})`,
          `batches.files.${low[0]} is ${less}, which is more than ${high[0]}, ${more}.`,
          'Put the three in order: min, default, max. One that is left out has its default.',
        ),
      );
  }
  return found;
}

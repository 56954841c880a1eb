import fc from 'fast-check';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';

const ALIASES = ['large', 'small', 'embed'] as const;
const PEOPLE = ['id-alice', 'id-bob'] as const;

const price = fc.integer({ min: 0, max: 99_999_999 }).map((units) => {
  const digits = String(units).padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`.replace(/\.?0+$/, '') || '0';
});

const tariffs = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    inputPrice: price,
    outputPrice: price,
    purpose: fc.constantFrom('realtime', 'playground', null),
    completionWindow: fc.constantFrom<string | null>(null, '24h'),
  }),
  {
    maxLength: 4,
    selector: ({ purpose, completionWindow }) => `${String(purpose)}/${String(completionWindow)}`,
  },
);

function paid(set: readonly { purpose: string | null; completionWindow: string | null }[]): JsonObject {
  const usable = set.filter(({ completionWindow }) => completionWindow === null);
  const found = (usable.find(({ purpose }) => purpose === 'realtime') ??
    usable.find(({ purpose }) => purpose === null)) as
    { inputPrice: string; outputPrice: string } | undefined;
  return { inputPrice: found?.inputPrice ?? '0', outputPrice: found?.outputPrice ?? '0' };
}

const rate = fc.option(fc.integer({ min: 0, max: 900 }).map((tenths) => tenths * 6));
const subset = <T>(of: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...of]);

function resource(
  kind: Resource['kind'],
  name: string,
  fields: JsonObject,
  settings: JsonObject = {},
): Resource {
  return { kind, id: `id-${name}`, name, owner: 'database', fields, settings, observed: {} };
}

const model = (alias: string): fc.Arbitrary<Resource> =>
  fc.record({ tariffs, rate, description: fc.option(fc.string()) }).map((drawn) =>
    resource(
      'model',
      alias,
      {
        target: `upstream/${alias}`,
        ...paid(drawn.tariffs),
        tariffs: [...drawn.tariffs].sort((a, b) => (a.name < b.name ? -1 : 1)),
        requestsPerMinute: drawn.rate,
      },
      {
        endpoint_name: 'west',
        is_composite: false,
        description: drawn.description,
        cache_pricing: { enabled: false, read_multiplier: null },
      },
    ),
  );

const user = (name: string): fc.Arbitrary<Resource> =>
  fc
    .record({
      roles: subset(['BillingManager', 'PlatformManager', 'RequestViewer']),
      display: fc.option(fc.string()),
    })
    .map(({ roles, display }) =>
      resource(
        'user',
        name,
        { roles },
        { email: `${name}@x.test`, display_name: display, is_admin: false, auth_source: 'proxy-header' },
      ),
    );

const team = (name: string): fc.Arbitrary<Resource> =>
  fc
    .record({ models: subset(ALIASES), members: subset(PEOPLE), description: fc.option(fc.string()) })
    .map(({ models, members, description }) =>
      resource(
        'team',
        name,
        { models: [...models].sort(), members: [...members].sort() },
        { description, source: 'native' },
      ),
    );

const budget = fc.option(
  fc.record({
    limit: fc.integer({ min: 1, max: 99_999 }).map((cents) => String(cents / 100)),
    period: fc.constantFrom('1d', '7d', '1mo', null),
  }),
);

const key = fc.record({ budget, rate, burst: fc.option(fc.nat({ max: 99 })) }).map((drawn) => ({
  ...resource(
    'key',
    'alice/laptop',
    { user: 'id-alice', budget: drawn.budget, requestsPerMinute: drawn.rate },
    { purpose: 'realtime', burst_size: drawn.burst, description: null },
  ),
  id: 'id-alice/k1',
}));

/** All that a small Doubleword holds. */
export const node: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(
    fc.constant(resource('endpoint', 'west', {}, { url: 'http://127.0.0.1:1/v1', requires_api_key: false })),
    ...ALIASES.map(model),
    user('alice'),
    user('bob'),
    team('search'),
    team('research'),
    key,
    fc
      .boolean()
      .map((active) =>
        resource(
          'probe',
          'large up',
          { model: 'large', intervalSeconds: 60, active },
          { http_method: 'POST' },
        ),
      ),
  )
  .map((all) => all);

import { BOOLEAN, TEXT, U32, U64, loose, need, optional, set, strict } from './setting-type.ts';
import type { SectionType, Setting, SettingType } from './setting-type.ts';

const POOL = strict({
  max_connections: set(U32, 'Most connections at once. Default: 10.'),
  min_connections: set(U32, 'Idle connections that are kept open. Default: 0.'),
  acquire_timeout_secs: set(U64, 'How long to wait for a connection, seconds. Default: 30.'),
  idle_timeout_secs: set(U64, 'When an idle connection is closed, seconds; 0: never. Default: 600.'),
  max_lifetime_secs: set(
    U64,
    'When a connection is closed whatever it does, seconds; 0: never. Default: 1800.',
  ),
});

const POOLS: SectionType['settings'] = {
  pool: set(
    POOL,
    'Connections to the database. A full pool of 10 is what several model lists at once exhaust.',
  ),
  replica_pool: set(optional(POOL), 'Connections to the replica; as "pool" when left out.'),
};

/** Where a part of dwctl keeps its tables: in the main database, or in one of its own. */
const COMPONENT: SettingType = {
  kind: 'tagged',
  tag: 'mode',
  variants: {
    schema: loose({ name: need(TEXT, 'Name of the PostgreSQL schema.'), ...POOLS }),
    dedicated: loose({
      url: need(TEXT, 'Connection string of its own database.'),
      replica_url: set(optional(TEXT), 'Connection string of a replica to read from.'),
      ...POOLS,
    }),
  },
};

const PARTS: Readonly<Record<string, Setting>> = {
  ...POOLS,
  fusillade: set(
    COMPONENT,
    'Where batches are kept: "mode: schema" in the main database, or "mode: dedicated".',
  ),
  outlet: set(COMPONENT, 'Where logged requests and answers are kept: "mode: schema" or "mode: dedicated".'),
  underway_pool: set(POOL, 'Connections of the workers for background tasks. Default: at most 100.'),
};

/** `database` of dwctl's config file. Its own keys are not strict, those of its pools are. */
export const DATABASE: SettingType = {
  kind: 'tagged',
  tag: 'type',
  variants: {
    embedded: loose({
      data_dir: set(optional(TEXT), 'Folder of the data. Default: .dwctl_data/postgres.'),
      persistent: set(BOOLEAN, 'Keep the data when dwctl ends. Default: false, so everything is gone then.'),
      ...PARTS,
    }),
    external: loose({
      url: need(
        TEXT,
        'Connection string, such as postgres://user@host:5432/dwctl. Better in the environment: DATABASE_URL.',
      ),
      replica_url: set(optional(TEXT), 'Connection string of a replica to read from.'),
      ...PARTS,
    }),
  },
};

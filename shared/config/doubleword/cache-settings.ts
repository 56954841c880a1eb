import {
  BOOLEAN,
  DECIMAL,
  I32,
  TEXT,
  U32,
  U64,
  U8,
  listOf,
  loose,
  need,
  optional,
  set,
  strict,
} from './setting-type.ts';

/** `cache` of dwctl's config file. */
export const CACHE = strict({
  enabled: set(BOOLEAN, 'Price input that was read before otherwise. Needs tokenizer_url. Default: false.'),
  tokenizer_url: set(TEXT, 'Address of the service that counts tokens. Default: http://localhost:8088.'),
  pricing: set(
    strict({
      default_write_multiplier_5m: set(DECIMAL, 'Default: 1.25.'),
      default_write_multiplier_1h: set(DECIMAL, 'Default: 2.'),
      default_write_multiplier_24h: set(DECIMAL, 'Default: 2.5.'),
      default_read_multiplier: set(DECIMAL, 'Default: 0.1.'),
      default_min_prefix_tokens: set(I32, 'Default: 1024.'),
    }),
    'What a model begins with when it is switched on there.',
  ),
  enabled_ttls: set(listOf(TEXT), 'How long things may stay: 5m, 1h, 24h. Default: [5m, 1h].'),
  default_ttl: set(TEXT, 'One of enabled_ttls. Default: 5m.'),
  classify_deadline_secs: set(U64, 'Seconds; after that it is billed in full. Default: 5.'),
  index_conn_retries: set(U32, 'Default: 1.'),
  render_counting: set(BOOLEAN, 'Count with the model’s own template. Default: false.'),
  telemetry_blocks: set(
    strict({
      strip_from_prompt: set(BOOLEAN, 'Take them out of what is sent. Default: true.'),
      prefixes: set(listOf(TEXT), 'How such blocks begin; [] for none.'),
    }),
    'Blocks that clients add and that change with every request.',
  ),
});

/** `image_normalizer` of dwctl's config file. */
export const IMAGE_NORMALIZER = loose({
  enabled: set(BOOLEAN, 'Keep images of requests in a store. Needs backend. Default: false.'),
  backend: set(
    optional({
      kind: 'tagged',
      tag: 'type',
      variants: {
        memory: loose({}),
        gcs: loose({
          bucket: need(TEXT, 'Name of the bucket.'),
          region: set(TEXT, 'Default: europe-west4.'),
        }),
        s3_compatible: loose({
          bucket: need(TEXT, 'Name of the bucket.'),
          endpoint_url: need(TEXT, 'Address of the store.'),
          region: set(TEXT, 'Default: auto.'),
          force_path_style: set(BOOLEAN, 'Default: true.'),
        }),
      },
    }),
    'Where images are kept: "type: memory", "gcs" or "s3_compatible".',
  ),
  fetcher: set(
    loose({
      max_bytes: need(U64, 'Largest image, bytes.'),
      timeout_secs: need(U64, 'Seconds.'),
      max_redirects: need(U8, 'Redirects that are followed.'),
      max_retries: need(U8, 'Tries.'),
      retry_base_delay_ms: need(U64, 'Milliseconds.'),
      allowed_mime: need(listOf(TEXT), 'Types of images, such as image/png.'),
    }),
    'How images are fetched: all of its keys, or none of them.',
  ),
  signing: set(
    loose({
      realtime_ttl_secs: need(U64, 'Seconds.'),
      dispatch_ttl_secs: set(optional(U64), 'Seconds.'),
      dispatch_ttl_headroom_secs: need(U64, 'Seconds.'),
      dashboard_ttl_secs: need(U64, 'Seconds.'),
    }),
    'How long links to images hold.',
  ),
});

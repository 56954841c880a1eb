import { BOOLEAN, F32, I64, TEXT, U64, USIZE, listOf, mapOf, optional, set, strict } from './setting-type.ts';

const FILES = strict({
  default_expiry_seconds: set(I64, 'When a file ends that says nothing, seconds. Default: 86400.'),
  min_expiry_seconds: set(I64, 'Shortest that may be asked for, seconds. Default: 3600.'),
  max_expiry_seconds: set(I64, 'Longest that may be asked for, seconds. Default: 2592000.'),
  upload_buffer_size: set(USIZE, 'Default: 100; not 0.'),
  download_buffer_size: set(USIZE, 'Default: 100; not 0.'),
  batch_insert_size: set(USIZE, 'Requests written at once while a file is read. Default: 5000; not 0.'),
});

/** `batches` of dwctl's config file. */
export const BATCHES = strict({
  enabled: set(BOOLEAN, 'The batch API. Default: true.'),
  allowed_completion_windows: set(listOf(TEXT), 'How long batches may take, such as 24h. Default: [24h].'),
  window_relaxation_factors: set(
    mapOf(F32),
    'How much more than the capacity is accepted, by window: 1 is none, 0 accepts nothing. Windows must be allowed ones.',
  ),
  allowed_url_paths: set(listOf(TEXT), 'Paths that a batch may call; at least one.'),
  async_requests: set(
    strict({
      enabled: set(BOOLEAN, 'Single requests that may wait. Default: true.'),
      completion_window: set(TEXT, 'How long they may take; should be an allowed window. Default: 1h.'),
    }),
    'Single requests that may wait.',
  ),
  files: set(FILES, 'Files that are uploaded for batches.'),
  default_throughput: set(
    optional(F32),
    'Requests a second of a model that says nothing; above 0. Default: 100.',
  ),
  reservation_ttl_secs: set(
    optional(I64),
    'How long capacity stays reserved, seconds; above 0. Default: 600.',
  ),
  unverified_requests_per_completion_hour: set(
    USIZE,
    'What a user who is not verified may queue, requests an hour of the window; 0: no cap. Default: 1000.',
  ),
  pending_capacity_counts_enabled: set(BOOLEAN, 'Count waiting requests as used capacity. Default: false.'),
});

/** `limits` of dwctl's config file. */
export const LIMITS = strict({
  files: set(
    strict({
      max_file_size: set(U64, 'Largest file, bytes; 0: no limit. Default: 100 MB.'),
      max_requests_per_file: set(USIZE, 'Most requests in a file; 0: no limit, the default.'),
      max_concurrent_uploads: set(USIZE, 'Uploads at once; 0: no limit, the default.'),
      max_waiting_uploads: set(USIZE, 'Uploads that may wait; 0: no limit. Default: 20.'),
      max_upload_wait_secs: set(U64, 'How long an upload waits, seconds. Default: 60.'),
    }),
    'Uploaded files.',
  ),
  requests: set(
    strict({ max_body_size: set(U64, 'Largest request body, bytes; 0: no limit. Default: 10 MB.') }),
    'Single requests.',
  ),
});

/** `sample_files` of dwctl's config file. */
export const SAMPLE_FILES = strict({
  enabled: set(BOOLEAN, 'Make sample files for new users. Default: true.'),
  requests_per_file: set(USIZE, 'Default: 100.'),
});

/** `connections` of dwctl's config file. */
export const CONNECTIONS = strict({
  encryption_key: set(optional(TEXT), 'Key that encrypts stored credentials; secret_key when left out.'),
  sync: set(
    strict({
      default_completion_window: set(TEXT, 'Default: 24h.'),
      default_endpoint: set(TEXT, 'Default: /v1/chat/completions.'),
    }),
    'Batches made from connected sources.',
  ),
});

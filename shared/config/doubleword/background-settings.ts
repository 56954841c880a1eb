import {
  BOOLEAN,
  DURATION,
  F64,
  I32,
  I64,
  TEXT,
  U16,
  U32,
  U64,
  USIZE,
  choice,
  listOf,
  loose,
  mapOf,
  need,
  optional,
  set,
  strict,
} from './setting-type.ts';

const ESCALATION = loose({
  escalation_model: need(TEXT, 'Model that late requests go to.'),
  escalation_threshold_seconds: set(I64, 'How long before the end they do, seconds. Default: 900.'),
});

const BATCH_DAEMON = strict({
  enabled: set(choice('always', 'never', 'leader'), 'Where batches are worked on. Default: leader.'),
  mode: set(choice('both', 'request_only', 'batch_only'), 'Which requests are taken. Default: both.'),
  claim_batch_size: set(USIZE, 'Requests taken at once. Default: 100.'),
  default_model_concurrency: set(USIZE, 'Requests at once for a model. Default: 10.'),
  claim_interval_ms: set(U64, 'Pause between two looks, milliseconds. Default: 1000.'),
  max_retries: set(optional(U32), 'Tries of a request. Default: 1000.'),
  stop_before_deadline_ms: set(
    optional(I64),
    'No more tries this long before the end, milliseconds. Default: 900000.',
  ),
  backoff_ms: set(U64, 'First pause between tries, milliseconds. Default: 1000.'),
  backoff_factor: set(U64, 'How much longer each pause is. Default: 2.'),
  max_backoff_ms: set(U64, 'Longest pause between tries, milliseconds. Default: 10000.'),
  additional_retryable_statuses: set(
    listOf(U16),
    'Statuses that are tried again besides the usual ones. Default: [499].',
  ),
  timeout_ms: set(optional(U64), 'Deprecated: say the timeouts below.'),
  first_chunk_timeout_ms: set(U64, 'Until the answer begins, milliseconds. Default: a day.'),
  chunk_timeout_ms: set(U64, 'Between two parts of an answer, milliseconds. Default: a day.'),
  body_timeout_ms: set(U64, 'For a whole answer, milliseconds. Default: a day.'),
  upload_stall_timeout_ms: set(U64, 'Without progress while sending, milliseconds. Default: 60000.'),
  upload_chunk_bytes: set(USIZE, 'Bytes of one step while sending; not 0. Default: 65536.'),
  upload_stall_poll_ms: set(U64, 'How often progress is looked at, milliseconds; not 0. Default: 100.'),
  status_log_interval_ms: set(
    optional(U64),
    'How often the state is logged, milliseconds; null: never. Default: 2000.',
  ),
  claim_timeout_ms: set(U64, 'When a taken request is free again, milliseconds. Default: 60000.'),
  processing_timeout_ms: set(U64, 'When a running request is free again, milliseconds. Default: 600000.'),
  pending_request_counts_timeout_ms: set(U64, 'For counting what waits, milliseconds. Default: 60000.'),
  model_escalations: set(mapOf(ESCALATION), 'By model: where late requests go.'),
  batch_metadata_fields: set(
    listOf(TEXT),
    'What of a batch is sent along as headers. Columns of the request log come from it: removing one empties its column.',
  ),
  purge_interval_ms: set(U64, 'How often orphans are deleted, milliseconds; 0: never. Default: 600000.'),
  purge_batch_size: set(I64, 'Orphans deleted at once. Default: 1000.'),
  purge_throttle_ms: set(U64, 'Pause between deletions, milliseconds. Default: 100.'),
  streamable_endpoints: set(listOf(TEXT), 'Paths whose answers are read as streams.'),
  urgency_weight: set(optional(F64), '0: fair between users, 1: by the end that is nearest. Default: 0.5.'),
  inject_deadline_priority: set(BOOLEAN, 'Tell the provider how urgent a request is. Default: false.'),
  background_concurrency_limit: set(
    USIZE,
    'Background work for a model at once; needs inject_deadline_priority. Default: 0, none.',
  ),
  batch_claim_size: set(USIZE, 'Requests of batches taken at once; 0: as claim_batch_size.'),
  batch_claim_batch_size: set(USIZE, 'Batches of a model taken at once. Default: 4.'),
  batch_claim_interval_ms: set(U64, 'Milliseconds; 0: as claim_interval_ms.'),
  batch_claim_require_live: set(BOOLEAN, 'Only for models that are known to be live. Default: false.'),
  claim_ramp_exponent: set(
    optional(F64),
    'When batches of models that are not live are taken; 0 or more. Default: 0.56.',
  ),
  claim_loop_max_consecutive_failures: set(U32, 'Failures in a row after which it gives up. Default: 10.'),
  claim_query_timeout_ms: set(U64, 'For one question to the database, milliseconds. Default: 180000.'),
  batch_archive_sweep_enabled: set(BOOLEAN, 'Move ended batches to the archive. Default: false.'),
  batch_archive_sweep_interval_ms: set(U64, 'Milliseconds; 0: never. Default: 5000.'),
  batch_archive_sweep_moves_per_tick: set(I64, 'Default: 4.'),
  batch_archive_sweep_dwell_secs: set(optional(F64), 'Seconds, 0 or more. Default: 0.'),
  batch_archive_cancel_grace_secs: set(optional(F64), 'Seconds, 0 or more. Default: 600.'),
  batch_archive_backfill_enabled: set(BOOLEAN, 'Move batches of long ago, too. Default: false.'),
  batch_archive_backfill_interval_ms: set(U64, 'Milliseconds. Default: 1000.'),
  batch_archive_backfill_moves_per_tick: set(I64, 'Default: 4.'),
  batch_archive_backfill_concurrency: set(USIZE, 'Default: 8.'),
  batch_archive_partitions_weeks_ahead: set(I32, 'Weeks of the archive made ahead. Default: 4.'),
});

const WEBHOOKS = strict({
  enabled: set(BOOLEAN, 'Default: true.'),
  timeout_secs: set(U64, 'Seconds. Default: 30.'),
  retry_schedule_secs: set(
    listOf(I64),
    'Pause before each try, seconds; their number is the number of tries.',
  ),
  circuit_breaker_threshold: set(I32, 'Failures in a row that switch a webhook off. Default: 10.'),
  claim_batch_size: set(I64, 'Default: 50.'),
  max_concurrent_sends: set(USIZE, 'Default: 20.'),
  channel_capacity: set(USIZE, 'Default: 200.'),
});

/** `background_services` of dwctl's config file. */
export const BACKGROUND_SERVICES = strict({
  onwards_sync: set(
    strict({
      enabled: set(
        BOOLEAN,
        'Bring changes of keys, models and access to the proxy. Without it none takes effect. Default: true.',
      ),
      fallback_interval_milliseconds: set(
        U64,
        'Everything anew so often, milliseconds; 0: never. Default: 300000.',
      ),
    }),
    'Brings changes to the proxy.',
  ),
  usage_refresh: set(
    strict({
      enabled: set(BOOLEAN, 'Default: true.'),
      fallback_interval_milliseconds: set(U64, 'Milliseconds; 0: never. Default: 60000.'),
      min_interval_milliseconds: set(U64, 'Least time between two, milliseconds. Default: 30000.'),
    }),
    'Adds up the usage of a day, by user and model.',
  ),
  probe_scheduler: set(strict({ enabled: set(BOOLEAN, 'Default: true.') }), 'Runs probes.'),
  batch_daemon: set(BATCH_DAEMON, 'Works on batches.'),
  leader_election: set(
    strict({ enabled: set(BOOLEAN, 'False: this instance always leads. Default: true.') }),
    'Which of several instances leads.',
  ),
  pool_metrics: set(
    strict({ sample_interval: set(DURATION, 'Such as 5s. Default: 5s.') }),
    'Metrics of connections.',
  ),
  notifications: set(
    strict({
      enabled: set(BOOLEAN, 'Mails about ended batches. Default: true.'),
      poll_interval: set(DURATION, 'Such as 30s. Default: 30s.'),
      webhooks: set(WEBHOOKS, 'Calls about ended batches.'),
    }),
    'News of ended batches.',
  ),
  sync_workers: set(
    strict({
      enabled: set(BOOLEAN, 'Default: true.'),
      ingest_workers: set(USIZE, 'Default: 4.'),
      activate_workers: set(USIZE, 'Default: 1.'),
      discovery_workers: set(USIZE, 'Default: 1.'),
      sync_workers: {
        type: USIZE,
        about: 'Another name of discovery_workers; say one of them.',
        isAlias: true,
      },
    }),
    'Work for connected sources.',
  ),
  task_workers: set(
    strict({
      create_batch_workers: set(USIZE, 'Default: 1.'),
      cascade_batch_state_workers: set(USIZE, 'Default: 1.'),
      purge_user_data_workers: set(USIZE, 'Default: 1.'),
      response_writer_batch_size: set(USIZE, 'Default: 100.'),
    }),
    'Work for batches.',
  ),
});

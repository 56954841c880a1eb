import type { SettingFault } from './judge-settings.ts';
import { exactAt, isExactMap, type ExactMap, type ExactValue } from './exact-value.ts';

const DAEMON = 'background_services.batch_daemon';

/** Numbers that dwctl's parser itself refuses besides their type, by where they stand; null counts as left out. */
const NUMBERS: readonly (readonly [string, string, (value: number) => boolean])[] = [
  ['batches.default_throughput', 'above 0', (value) => !(value <= 0)],
  ['batches.reservation_ttl_secs', 'above 0', (value) => value > 0],
  [`${DAEMON}.batch_archive_cancel_grace_secs`, '0 or more', (value) => Number.isFinite(value) && value >= 0],
  [`${DAEMON}.batch_archive_sweep_dwell_secs`, '0 or more', (value) => Number.isFinite(value) && value >= 0],
  [`${DAEMON}.claim_ramp_exponent`, '0 or more', (value) => Number.isFinite(value) && value >= 0],
  [`${DAEMON}.urgency_weight`, 'from 0 to 1', (value) => value >= 0 && value <= 1],
];

/** What dwctl 10.13.1's parser refuses in values of the right type, by rules of single settings (its source). */
export function judgeValues(file: ExactMap): readonly SettingFault[] {
  const factors = exactAt(file, ['batches', 'window_relaxation_factors']);
  const all = [
    ...NUMBERS.map(([path, wanted, isFine]) => ({ path: path.split('.'), wanted, isFine })),
    ...Object.keys(isExactMap(factors) ? factors : {}).map((window) => ({
      path: ['batches', 'window_relaxation_factors', window],
      wanted: '0 or more',
      isFine: (value: number) => Number.isFinite(Math.fround(value)) && value >= 0,
    })),
  ];
  const refused = all.flatMap(({ path, wanted, isFine }): SettingFault[] => {
    const value = exactAt(file, path);
    if (!isNumber(value) || isFine(Number(value))) return [];
    return [
      {
        rule: 'doubleword-value',
        path,
        of: 'value',
        words: 'must be',
        // Windows are judged together.
        named: ['default', ...path.filter((_, at) => at < 2 || path[1] !== 'window_relaxation_factors')].join(
          '.',
        ),
        message: `"${path.join('.')}" must be ${wanted}, and ${String(value)} is not.`,
        fix: `Write a number that is ${wanted}.`,
      },
    ];
  });
  return [...refused, ...aliases(file)];
}

/** Two names of one setting, both of them said. */
function aliases(file: ExactMap): SettingFault[] {
  const path = ['background_services', 'sync_workers'];
  const workers = exactAt(file, path);
  if (
    !isExactMap(workers) ||
    !Object.hasOwn(workers, 'sync_workers') ||
    !Object.hasOwn(workers, 'discovery_workers')
  )
    return [];
  return [
    {
      rule: 'doubleword-value',
      path: [...path, 'sync_workers'],
      of: 'key',
      words: 'duplicate field `discovery_workers`',
      named: ['default', ...path].join('.'),
      message: '"sync_workers" is another name of "discovery_workers", and both are said.',
      fix: 'Remove one of the two.',
    },
  ];
}

function isNumber(value: ExactValue | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

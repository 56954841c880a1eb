import type { AuditRow, NodeCoverage } from '../../../shared/audit/logged-request.ts';
import { daysOf } from '../../../shared/audit/months.ts';
import type { CostDimension, CostMeasures, CostReport, CostRow } from '../../../shared/cost/cost-report.ts';
import { formatNano } from '../../../shared/cost/money.ts';

export const MONTH = '2026-10';
export const MONTHS: readonly string[] = [MONTH, '2026-09'];

const TEAMS = [
  ['t-01', 'payments', 27],
  ['t-02', 'search', 14],
  ['t-03', 'support-bots', 13],
  ['t-04', 'data-platform', 9],
  ['t-05', 'fraud', 6],
  ['t-06', 'docs', 4],
  ['t-07', 'labs', 2.4],
  ['t-08', 'café-kiosk', 1.2],
  ['', null, 1.7],
] as const;
const MODELS = ['gpt-4o', 'claude-sonnet', 'gpt-4o-mini', 'claude-haiku', 'text-embedding-3-small'] as const;
const NODES = ['prod-eu', 'prod-us', 'batch'] as const;

/** Two nodes complete, one with a hole of two hours. */
export function fakeCoverage(): NodeCoverage[] {
  return NODES.map((node, index) => ({
    node,
    from: '2026-10-01T00:00:12Z',
    until: '2026-11-01T00:00:00Z',
    requests: [30_118, 16_002, 3_880][index] ?? 0,
    gaps:
      node === 'prod-us'
        ? [{ from: '2026-10-12T08:00:00Z', until: '2026-10-12T10:00:00Z', why: 'The log has no rows here.' }]
        : [],
  }));
}

/** A repeatable wobble between 0.75 and 1.25. */
function wobble(a: number, b: number): number {
  return 0.75 + (((a * 7919 + b * 104_729 + 17) % 101) / 101) * 0.5;
}

interface Cell extends CostRow {
  readonly nano: bigint;
}

function cells(month: string): Cell[] {
  return daysOf(month).flatMap((day, d) =>
    TEAMS.flatMap(([teamId, teamAlias, weight], t) => {
      const weekend = [5, 6].includes((d + month.charCodeAt(6)) % 7) ? 0.45 : 1;
      const leak = teamAlias === 'support-bots' && day === '2026-10-20' ? 4.6 : 1;
      const dollars = weight * wobble(d, t + month.charCodeAt(6)) * weekend * leak;
      const nano = BigInt(Math.round(dollars * 1e9));
      const requests = Math.round(dollars * 22);
      const failures = Math.round(requests * (0.006 + (t % 4) * 0.006));
      return [
        {
          teamId,
          teamAlias,
          model: MODELS[(t + d) % MODELS.length] ?? '',
          key: `sk-hash-${teamId}`,
          keyAlias: teamAlias === null ? null : `${teamAlias}-prod`,
          user: `user-${String(t).padStart(4, '0')}`,
          node: NODES[t % NODES.length] ?? '',
          day,
          requests,
          failures,
          promptTokens: requests * 1210,
          completionTokens: requests * 340,
          spend: '',
          unpriced: 0,
          nano,
        },
      ];
    }),
  );
}

const KEYS: Readonly<Record<CostDimension, (row: CostRow) => Partial<CostRow>>> = {
  team: ({ teamId = '', teamAlias = null }) => ({ teamId, teamAlias }),
  model: ({ model = '' }) => ({ model }),
  key: ({ key = '', keyAlias = null }) => ({ key, keyAlias }),
  user: ({ user = '' }) => ({ user }),
  day: ({ day = '' }) => ({ day }),
  node: ({ node = '' }) => ({ node }),
};

/** A month's report by any dimensions, summed exactly out of the same cells. */
export function fakeReport(
  month: string,
  by: readonly CostDimension[],
  only: { readonly node?: string | undefined; readonly team?: string | undefined } = {},
): CostReport {
  const known = (MONTHS.includes(month) ? cells(month) : []).filter(
    ({ teamId }) => only.team === undefined || teamId === only.team,
  );
  const groups = new Map<string, { row: CostRow; nano: bigint }>();
  for (const cell of known) {
    const dimensions = Object.assign({}, ...by.map((dimension) => KEYS[dimension](cell))) as Partial<CostRow>;
    const key = JSON.stringify(dimensions);
    const old = groups.get(key);
    groups.set(key, {
      row: { ...dimensions, ...addMeasures(old?.row, cell) },
      nano: (old?.nano ?? 0n) + cell.nano,
    });
  }
  const rows = [...groups.values()]
    .sort((a, b) => Number(b.nano - a.nano))
    .map(({ row, nano }) => ({ ...row, spend: formatNano(nano) }));
  const total = known.reduce<CostMeasures | undefined>((sum, cell) => addMeasures(sum, cell), undefined);
  const nano = known.reduce((sum, cell) => sum + cell.nano, 0n);
  return {
    month,
    currency: 'USD',
    by,
    rows,
    total: { ...(total ?? addMeasures(undefined, undefined)), spend: formatNano(nano) },
    coverage: month === MONTH ? fakeCoverage() : [],
  };
}

function addMeasures(a: CostMeasures | undefined, b: CostMeasures | undefined): CostMeasures {
  return {
    requests: (a?.requests ?? 0) + (b?.requests ?? 0),
    failures: (a?.failures ?? 0) + (b?.failures ?? 0),
    promptTokens: (a?.promptTokens ?? 0) + (b?.promptTokens ?? 0),
    completionTokens: (a?.completionTokens ?? 0) + (b?.completionTokens ?? 0),
    spend: '0',
    unpriced: (a?.unpriced ?? 0) + (b?.unpriced ?? 0),
  };
}

/** Rows of the request log, newest first. */
export function fakeAuditRows(count: number): AuditRow[] {
  return Array.from({ length: count }, (_, index) => {
    const [teamId, teamAlias] = TEAMS[index % TEAMS.length] ?? ['', null];
    const ok = index % 7 !== 3;
    return {
      node: NODES[index % 3] ?? 'prod-eu',
      id: `chatcmpl-${(index * 2_654_435_761).toString(16).padStart(12, '0')}`,
      startMs: Date.parse('2026-10-20T12:59:38Z') - index * 53_000,
      durationMs: 479 + ((index * 977) % 8000),
      firstTokenMs: null,
      kind: 'model',
      callType: 'acompletion',
      teamId,
      teamAlias,
      key: `sk-hash-${teamId}`,
      keyAlias: teamAlias === null ? null : `${teamAlias}-prod-${index % 40}`,
      user: `user-${String(index % 90).padStart(4, '0')}`,
      endUser: '',
      model: MODELS[index % MODELS.length] ?? '',
      servedModel: `openai/${MODELS[index % MODELS.length] ?? ''}`,
      provider: 'openai',
      deployment: '',
      organization: '',
      session: '',
      ok,
      errorCode: ok ? null : '403',
      errorClass: ok ? null : 'ModelAccessDenied',
      errorMessage: ok ? null : 'The team may not use this model.',
      promptTokens: 638 + ((index * 131) % 4200),
      completionTokens: ok ? 97 + ((index * 37) % 800) : 0,
      cachedTokens: null,
      spendNano: ok ? 6_400_000 + index * 113_000 : null,
      cacheHit: false,
      tags: [],
      address: '10.2.14.9',
      extra: {},
    };
  });
}

import type { NodeHealth } from '../../../shared/fleet/node.ts';
import { LITELLM_CAPABILITIES } from '../../../shared/fleet/capabilities.ts';
import type { ProblemError } from '../../../shared/result.ts';
import { answeredStatus } from '../http/problems.ts';
import type { ProbeMemory } from './probe-memory.ts';
import { bodyOf, FIRST_PROBES, LATER_PROBES, probe, probeAll } from './probes.ts';
import type { Probe, Probed } from './probes.ts';
import type { Session } from './session.ts';
import { databaseIn, isReadiness, notLitellm, versionIn } from './version.ts';

/**
 * Asks `/health/readiness` without the key, then a few cheap admin reads with it (1.81.13, 1.106.2), most of them
 * only once for a version. Never `/health` nor `/health/test_connection`: they make paid calls. Does not reject.
 */
export async function check(session: Session, checkedAt: string, memory?: ProbeMemory): Promise<NodeHealth> {
  const blank = { node: session.node, checkedAt, version: null, capabilities: [], latencyMs: null };
  const first = await probe(session, { method: 'GET', path: '/health/readiness', withKey: false });
  if ('error' in first) {
    const reachable = isGatewaysOwn(first.error);
    return { ...blank, reachable, authorised: null, problem: first.error.problem };
  }
  const { body } = first.answer;
  if (!isReadiness(body))
    return { ...blank, reachable: false, authorised: null, problem: notLitellm(session.node) };
  const asked = await probeAll(session, FIRST_PROBES);
  const details = asked.probes.get('details');
  const version = versionIn(body) ?? (details === undefined ? null : versionIn(bodyOf(details)));
  const remembered = version !== null && accepts(asked.probes) ? (memory?.recall(version) ?? null) : null;
  const later = remembered === null ? await probeAll(session, LATER_PROBES) : null;
  if (version !== null && later !== null && isForGood(later)) memory?.keep(version, later.capabilities);
  const all = [...asked.probes, ...(later?.probes ?? [])];
  const accepted = accepts(new Map(all));
  const refusal = refusalIn(all.map(([, one]) => one));
  const authorised = accepted ? true : refusal === null ? null : false;
  const seen = new Set<string>([
    ...(databaseIn(body) === true ? ['database'] : []),
    ...asked.capabilities,
    ...(remembered ?? later?.capabilities ?? []),
  ]);
  return {
    ...blank,
    reachable: true,
    authorised,
    version,
    capabilities: Object.keys(LITELLM_CAPABILITIES).filter(
      (name) => seen.has(name) && (databaseIn(body) !== false || WITHOUT_DATABASE.has(name)),
    ),
    latencyMs: median([first, ...all.map(([, one]) => one)]),
    ...(authorised !== true && refusal !== null ? { problem: refusal.problem } : {}),
  };
}

/** What a proxy without a database can do; some of its other routes are there and answer empty lists. */
const WITHOUT_DATABASE: ReadonlySet<string> = new Set(
  'licence models.paged router.settings router.source'.split(' '),
);

/** Routes whose answer says that the key is an administrator's, or may at least look. */
const ADMIN: readonly string[] = ['details', 'licence', 'teams', 'settings'];

function accepts(probes: Probed['probes']): boolean {
  return ADMIN.some((name) => {
    const one = probes.get(name);
    return one !== undefined && 'answer' in one;
  });
}

const PASSING: ReadonlySet<string> = new Set(
  'overloaded gateway_failed node_timeout wrong_key budget_exceeded'.split(' '),
);

/** Whether all would be answered alike next time: no node too busy or just failing, no key that may be mended. */
function isForGood({ probes }: Probed): boolean {
  return [...probes.values()].every(
    (one) => 'answer' in one || (answeredStatus(one.error) !== null && !PASSING.has(one.error.problem.code)),
  );
}

/** An error that LiteLLM itself answered, such as 503 while its database is away. */
function isGatewaysOwn(error: ProblemError): boolean {
  return (
    answeredStatus(error) !== null &&
    !['answered_html', 'redirected', 'not_found'].includes(error.problem.code)
  );
}

/** The clearest reason why a key is not accepted: a wrong key before a role that lacks a right. */
function refusalIn(results: readonly Probe[]): ProblemError | null {
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []));
  const of = (code: string): ProblemError | undefined => errors.find(({ problem }) => problem.code === code);
  return of('wrong_key') ?? of('address_not_allowed') ?? of('not_permitted') ?? of('budget_exceeded') ?? null;
}

function median(probes: readonly Probe[]): number | null {
  const times = probes.flatMap((one) => ('answer' in one ? [one.answer.ms] : []));
  const sorted = times.sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : Math.round(middle);
}

import { useMemo, type ReactNode } from 'react';

import './upgrade.css';
import type {
  UpgradeCauseView,
  UpgradedNodeView,
  UpgradeView as View,
} from '../../../shared/contract/upgrade-answers.ts';
import { KNOWN_RELEASES, rulesOf } from '../../../shared/replay/litellm/release-rules.ts';
import { basisHint, type RulesTaken } from '../../../shared/replay/rules-taken.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCount, formatUsd, plural, shortenId } from '../../ui/format.ts';
import { useRemembered } from '../../ui/remembered.ts';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { LeftNode, ReplayBasis, Sentences } from './replay-basis.tsx';
import { ReplaySamples } from './replay-samples.tsx';
import { argsOf, replayUpgrade, useLiveCall, type ReplaySource } from './replay-state.ts';
import { UpgradeSpend } from './upgrade-spend.tsx';

const NEWEST = KNOWN_RELEASES.at(-1) ?? '';
/** So many examples stand beside the causes. */
const MOST_SAMPLES = 24;

/** What another release of the gateway would have said to the month's requests. */
export function UpgradeView({ source: { policy, month } }: { readonly source: ReplaySource }): ReactNode {
  const [to, setTo] = useRemembered('replay.upgrade.to', KNOWN_RELEASES, NEWEST);
  const args = useMemo(() => ({ ...argsOf({ policy, month }), to }), [policy, month, to]);
  useLiveCall(replayUpgrade, args, policy);
  const state = replayUpgrade.use();
  const isOfThis = state.value?.from.startsWith(month) === true && state.value.to === to;
  const value = isOfThis ? state.value : null;
  return (
    <div className="upgrade">
      <header className="card replay__bar">
        <Select label="LiteLLM release" showLabel value={to} options={OPTIONS} onChange={setTo} />
        <span className="soft" role="status">
          {value === null ? 'Replaying…' : headlineOf(value)}
        </span>
        <span className="muted">
          {policy === null ? 'What nodes held when they were pulled' : 'The policy as you are writing it'},
          under both releases
        </span>
      </header>
      <AsyncView state={{ ...state, value }} onRetry={replayUpgrade.again} lines={10}>
        {(view) => <Upgraded view={view} month={month} />}
      </AsyncView>
    </div>
  );
}

const OPTIONS = KNOWN_RELEASES.toReversed().map((release) => {
  const chosen = rulesOf(release);
  const hint = chosen === null ? null : basisHint(chosen.rules.basis);
  return { value: release, label: release, ...(hint !== null && { hint }) };
});

interface Shown {
  readonly view: View;
  /** `YYYY-MM`. */
  readonly month: string;
}

function headlineOf({ nodes, requests, denied, gained, spendDenied }: View): string {
  if (nodes.length === 0) return 'No node was replayed';
  if (denied === 0 && gained === 0) return `All of ${plural(requests, 'request')} would be answered as today`;
  const costs = denied === 0 ? '' : `, which cost ${formatUsd(spendDenied)}`;
  return `${formatCount(denied)} denied${costs}, ${formatCount(gained)} let through, of ${plural(requests, 'request')}`;
}

function Upgraded({ view, month }: Shown): ReactNode {
  const causes = view.nodes.flatMap(({ causes: these }) => these);
  const samples = causes.flatMap((cause) => cause.samples);
  const active = new Set(causes.map(({ code }) => code));
  const idle = new Set(
    view.nodes.flatMap((node) => node.idle.flatMap(({ code, text }) => (active.has(code) ? [] : [text]))),
  );
  return (
    <div className="replay__page replay__page--plain">
      <section className="card card--fill" aria-label="What changes, and because of what">
        <header className="card__header">
          <h2>What changes, and because of what</h2>
        </header>
        <div className="card__body">
          {causes.length === 0 ? (
            <p className="replay__nothing soft">
              {view.nodes.length === 0
                ? 'No node could be replayed: the reasons are beside this.'
                : 'No verdict changes. What differs between the releases meets none of these requests.'}
            </p>
          ) : (
            <Causes nodes={view.nodes} />
          )}
        </div>
      </section>
      <div className="replay__beside">
        <UpgradeSpend nodes={view.nodes} />
        <Card title="What the numbers say">
          <Limits view={view} month={month} />
        </Card>
        {samples.length > 0 && (
          <Card title="Examples">
            <ReplaySamples
              view={{ samples, byTeam: causes.flatMap(({ teams }) => teams) }}
              most={MOST_SAMPLES}
            />
          </Card>
        )}
        {idle.size > 0 && (
          <Card title="Differs, and changes nothing here" count={idle.size} padded>
            <ul className="replay__notes soft">
              {[...idle].map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </div>
  );
}

function Causes({ nodes }: { readonly nodes: readonly UpgradedNodeView[] }): ReactNode {
  const many = nodes.filter(({ causes }) => causes.length > 0).length > 1;
  return (
    <table className="upgrade__causes" aria-label="Causes">
      <thead>
        <tr>
          <th scope="col">Cause</th>
          <th scope="col" className="upgrade__number">
            Denied
          </th>
          <th scope="col" className="upgrade__number upgrade__cost">
            Their cost
          </th>
          <th scope="col" className="upgrade__number">
            Let through
          </th>
          <th scope="col">Models</th>
          <th scope="col">Teams</th>
        </tr>
      </thead>
      <tbody>
        {nodes.flatMap(({ node, causes }) =>
          causes.map((cause) => (
            <CauseRow key={`${node} ${cause.code}`} cause={cause} node={many ? node : null} />
          )),
        )}
      </tbody>
    </table>
  );
}

function CauseRow({
  cause,
  node,
}: {
  readonly cause: UpgradeCauseView;
  readonly node: string | null;
}): ReactNode {
  const { text, denied, gained, spendDenied, models, teams } = cause;
  return (
    <tr>
      <th scope="row">
        {node !== null && (
          <>
            <Tag>{node}</Tag>{' '}
          </>
        )}
        {text}
      </th>
      <td className="upgrade__number">
        {denied > 0 && <span className="replay__count--denied">−{formatCount(denied)}</span>}
      </td>
      <td className="upgrade__number upgrade__cost">{denied > 0 && formatUsd(spendDenied)}</td>
      <td className="upgrade__number">
        {gained > 0 && <span className="replay__count--gained">+{formatCount(gained)}</span>}
      </td>
      <td>
        <Names names={models} />
      </td>
      <td>
        <Names names={teams.map(({ id, name }) => name ?? (id === '' ? 'no team' : shortenId(id, 24)))} />
      </td>
    </tr>
  );
}

/** More are in their title. */
const MOST_NAMES = 4;

function Names({ names }: { readonly names: readonly string[] }): ReactNode {
  const more = names.length - MOST_NAMES;
  return (
    <span title={names.join(', ')}>
      {names.slice(0, MOST_NAMES).join(', ')}
      {more > 0 && ` and ${more} more`}
    </span>
  );
}

function Limits({ view: { nodes, left, notes, problems, to, coverage }, month }: Shown): ReactNode {
  return (
    <ReplayBasis
      problems={problems}
      coverage={coverage}
      month={month}
      nodes={
        <>
          {nodes.map(({ node, version, requests, before, after }) => (
            <li key={node}>
              <Tag tone={isCertain(before) && isCertain(after) ? 'good' : 'caution'}>{node}</Tag>{' '}
              <span className="soft">
                {plural(requests, 'request')}: {releaseWords(before, version)} → {releaseWords(after, to)}
              </span>
            </li>
          ))}
          {left.map(({ node, left: why }) => (
            <LeftNode key={node} tag="not replayed" why={why} />
          ))}
        </>
      }
      notesLabel="What an upgrade’s replay cannot know"
      notes={<Sentences of={notes} />}
    />
  );
}

function isCertain({ exact, basis }: RulesTaken): boolean {
  return exact && basis !== 'source';
}

function releaseWords({ release, exact, basis }: RulesTaken, version: string | null): string {
  const remarks = [
    exact ? null : `the nearest known to ${version ?? 'an unknown version'}`,
    basisHint(basis),
  ].filter((remark) => remark !== null);
  return remarks.length === 0 ? release : `${release} (${remarks.join(', ')})`;
}

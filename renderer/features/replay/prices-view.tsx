import { useMemo, useState, type ReactNode } from 'react';

import './upgrade.css';
import type { PriceSource } from '../../../shared/contract/arguments.ts';
import type { RepriceView as View } from '../../../shared/contract/reprice-answers.ts';
import { PRICED_RELEASES } from '../../../shared/replay/prices/priced-releases.ts';
import { equalJson } from '../../../shared/json.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useRemembered } from '../../ui/remembered.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Tag } from '../../ui/tag.tsx';
import { PricesFigures } from './prices-figures.tsx';
import { PRICE_SPLITS, PricesTable, type PriceSplit } from './prices-table.tsx';
import { LeftNode, ReplayBasis, Sentences } from './replay-basis.tsx';
import { showRequests } from './replay-links.ts';
import { argsOf, replayReprice, useLiveCall, type ReplaySource } from './replay-state.ts';

/** Where prices come from: a release, what nodes say of their own, or the file that was chosen. */
const CHOICES = [...PRICED_RELEASES, 'own', 'file'];
const NEWEST = PRICED_RELEASES.at(-1) ?? 'own';

/** What the month's requests would have cost by other prices. */
export function PricesView({ source: { policy, month } }: { readonly source: ReplaySource }): ReactNode {
  const [choice, setChoice] = useRemembered('replay.prices', CHOICES, NEWEST);
  const [file, setFile] = useState<string | null>(null);
  const [fault, setFault] = useState<Problem | null>(null);
  // A file is chosen anew in each run.
  const chosen = choice === 'file' && file === null ? NEWEST : choice;
  const args = useMemo(
    () => ({ ...argsOf({ policy, month }), prices: sourceOf(chosen, file) }),
    [policy, month, chosen, file],
  );
  useLiveCall(replayReprice, args, policy);
  const state = replayReprice.use();
  const isOfThis = state.value?.from.startsWith(month) === true && equalJson(state.value.source, args.prices);
  const value = isOfThis ? state.value : null;

  async function chooseFile(): Promise<void> {
    const result = await call('shell.choosePriceFile', {});
    setFault(result.ok ? null : result.problem);
    const [path] = result.ok ? result.value.paths : [];
    if (path === undefined) return;
    setFile(path);
    setChoice('file');
  }

  return (
    <div className="upgrade">
      <header className="card replay__bar">
        <Select label="Prices" showLabel value={chosen} options={optionsOf(file)} onChange={setChoice} />
        <Button icon="file" onClick={() => void chooseFile()}>
          Choose a file…
        </Button>
        <span className="soft" role="status">
          {value === null ? (state.problem === null ? 'Pricing…' : 'No prices') : headlineOf(value)}
        </span>
      </header>
      {fault !== null && <ProblemNote problem={fault} />}
      <AsyncView state={{ ...state, value }} onRetry={replayReprice.again} lines={10}>
        {(view) => <Priced view={view} month={month} />}
      </AsyncView>
    </div>
  );
}

interface Shown {
  readonly view: View;
  /** `YYYY-MM`. */
  readonly month: string;
}

function sourceOf(choice: string, file: string | null): PriceSource {
  if (choice === 'own') return { type: 'own' };
  return choice === 'file' && file !== null
    ? { type: 'file', path: file }
    : { type: 'release', release: choice };
}

function optionsOf(file: string | null) {
  return [
    ...PRICED_RELEASES.toReversed().map((release) => ({ value: release, label: `Cost map of ${release}` })),
    { value: 'own', label: 'The nodes’ own' },
    ...(file === null ? [] : [{ value: 'file', label: fileName(file) }]),
  ];
}

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function headlineOf({ requests, unpriced }: View): string {
  const without = unpriced.requests === 0 ? '' : `, ${formatCount(unpriced.requests)} without a price`;
  return `${plural(requests, 'request')} priced${without}`;
}

function Priced({ view, month }: Shown): ReactNode {
  const [by, setBy] = useRemembered<PriceSplit>(
    'replay.prices.by',
    PRICE_SPLITS.map(({ value }) => value),
    'team',
  );
  return (
    <div className="replay__page">
      <PricesFigures view={view} />
      <section className="card card--fill" aria-label="Was and would be">
        <header className="card__header">
          <h2>Was and would be</h2>
          <div className="card__aside">
            <Segmented label="By" value={by} options={PRICE_SPLITS} onChange={setBy} />
          </div>
        </header>
        <div className="card__body">
          <PricesTable rows={by === 'team' ? view.byTeam : view.byModel} by={by} />
        </div>
      </section>
      <div className="replay__beside">
        {view.unpricedModels.length > 0 && (
          <Card title="Without a price" count={view.unpricedModels.length}>
            <Unpriced view={view} />
          </Card>
        )}
        <Card title="What the numbers say">
          <Limits view={view} month={month} />
        </Card>
      </div>
    </div>
  );
}

function Unpriced({ view: { unpricedModels, prices, source } }: { readonly view: View }): ReactNode {
  return (
    <div className="replay__limits">
      <p className="soft">
        {source.type === 'file' ? (
          <span title={source.path}>{fileName(source.path)}</span>
        ) : (
          capitalized(prices)
        )}{' '}
        {source.type === 'own' ? 'have' : 'has'} no price for tokens of these. They are in no sum, as what is
        not known is not zero.
      </p>
      <ul className="replay__nodes">
        {unpricedModels.map(({ model, served, provider, requests }) => (
          <li key={`${model} ${served} ${provider}`}>
            <button
              type="button"
              className="replay__link"
              title={`Show the requests of ${model} in Audit`}
              onClick={() => showRequests('model', model)}
            >
              {model}
            </button>{' '}
            <span className="muted">
              {served === '' ? 'served by what is not said' : served} · {plural(requests, 'request')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Limits({ view: { nodes, left, notes, problems, unsaid, coverage }, month }: Shown): ReactNode {
  return (
    <ReplayBasis
      problems={problems}
      coverage={coverage}
      month={month}
      nodes={
        <>
          {nodes.map(({ node, requests, ownPriced }) => (
            <li key={node}>
              <Tag tone="good">{node}</Tag>{' '}
              <span className="soft">
                {plural(requests, 'request')}
                {ownPriced.length > 0 && `, prices of its own for ${ownPriced.join(', ')}`}
              </span>
            </li>
          ))}
          {left.map(({ node, left: why }) => (
            <LeftNode key={node} tag="not priced" why={why} />
          ))}
        </>
      }
      notesLabel="What prices cannot say"
      notes={
        <>
          {unsaid > 0 && (
            <li>
              Of {plural(unsaid, 'request')} the log does not say what they cost: they are in no number.
            </li>
          )}
          <Sentences of={notes} />
        </>
      }
    />
  );
}

import { useEffect, useState, type ReactNode } from 'react';

import './suggest.css';
import type { SuggestionView } from '../../../shared/contract/replay-answers.ts';
import type { TeamSuggestion } from '../../../shared/policy/suggest-policy.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatCount, formatUsd, plural } from '../../ui/format.ts';
import { formatMonth } from '../../ui/format-time.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { replaySuggest, TYPING_MS } from './replay-state.ts';

export interface SuggestDialogProps {
  readonly open: boolean;
  /** The text that is edited, and the month whose use is looked at, `YYYY-MM`. */
  readonly source: { readonly policy: string; readonly month: string };
  readonly onOpenChange: (open: boolean) => void;
  /** The text with what is suggested in it, to be looked at in the editor. */
  readonly onTake: (text: string) => void;
}

/** Least-privilege model lists and budgets from what teams used. Nothing is saved: it becomes an edit of the text. */
export function SuggestDialog({ open, source, onOpenChange, onTake }: SuggestDialogProps): ReactNode {
  const [margin, setMargin] = useState('25');
  const [models, setModels] = useState(true);
  const [budgets, setBudgets] = useState(true);
  const { policy, month } = source;
  const percent = marginOf(margin);
  useEffect(() => {
    if (!open || percent === null) return undefined;
    replaySuggest.ask({ policy, month, margin: percent, models, budgets }, TYPING_MS);
    return () => replaySuggest.stop();
  }, [open, policy, month, percent, models, budgets]);
  const { value, problem, loading } = replaySuggest.use();
  const count = value?.teams.length ?? 0;
  const isReady = percent !== null && !loading && problem === null && value !== null;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      large
      title="Suggest from use"
      description={`Each team may call what it called in ${formatMonth(month)}, and spend what it spent with a margin. It becomes an edit of policy.yaml that you look through before you save it.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            tone="primary"
            disabled={!isReady || count === 0}
            onClick={() => {
              if (value !== null) onTake(value.text);
            }}
          >
            Put {plural(count, 'team')} into the editor
          </Button>
        </>
      }
    >
      <div className="suggest__wish">
        <TextField
          label="Margin in per cent"
          value={margin}
          onChange={setMargin}
          inputMode="numeric"
          error={percent === null ? 'Give a whole number from 0 to 1000.' : null}
        />
        <label className="suggest__choice">
          <input type="checkbox" checked={models} onChange={() => setModels(!models)} />
          Model lists
        </label>
        <label className="suggest__choice">
          <input type="checkbox" checked={budgets} onChange={() => setBudgets(!budgets)} />
          Budgets
        </label>
      </div>
      {problem !== null ? (
        <ProblemNote problem={problem} inline />
      ) : value === null ? (
        <Skeleton lines={6} />
      ) : (
        <div aria-busy={loading}>
          <Suggested view={value} />
        </div>
      )}
    </Dialog>
  );
}

/** A whole per cent; null for anything else. */
function marginOf(text: string): number | null {
  const value = Number(text.trim());
  return /^\d{1,4}$/.test(text.trim()) && value <= 1000 ? value : null;
}

function Suggested({ view }: { readonly view: SuggestionView }): ReactNode {
  const { teams, left, notes, leftNodes } = view;
  return (
    <>
      {teams.length === 0 ? (
        <p className="soft">There is nothing to suggest: each team may and spends just what it uses.</p>
      ) : (
        <table className="suggest">
          <caption className="visually-hidden">What is suggested</caption>
          <thead>
            <tr>
              <th scope="col">Team</th>
              <th scope="col" className="suggest__figure">
                Requests
              </th>
              <th scope="col" className="suggest__figure">
                Most in a period
              </th>
              <th scope="col">Models</th>
              <th scope="col">Budget</th>
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <TeamRow key={team.team} suggested={team} />
            ))}
          </tbody>
        </table>
      )}
      <ul className="suggest__notes soft" aria-label="What it does not know">
        {leftNodes.map(({ node, left: reason }) => (
          <li key={node}>{reason}</li>
        ))}
        {left.map(({ team, reason }) => (
          <li key={team}>
            {team} stays as it is. {reason}
          </li>
        ))}
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

function TeamRow({ suggested }: { readonly suggested: TeamSuggestion }): ReactNode {
  const { team, isNew, requests, spent, models, budget } = suggested;
  return (
    <tr>
      <th scope="row">
        {team} {isNew && <Tag tone="accent">new</Tag>}
      </th>
      <td className="suggest__figure">{formatCount(requests)}</td>
      <td className="suggest__figure">
        {spent === null ? <span className="muted">in part</span> : formatUsd(spent)}
      </td>
      <td>{models === null ? <span className="muted">as it is</span> : <Models {...models} />}</td>
      <td className="suggest__budget">
        {budget === null ? (
          <span className="muted">as it is</span>
        ) : (
          <>
            <del>{budget.before === null ? 'none' : formatUsd(budget.before)}</del> →{' '}
            <ins>{formatUsd(budget.after)}</ins>
            {budget.period !== null && ` each ${budget.period}`}
          </>
        )}
      </td>
    </tr>
  );
}

/** What goes with its minus, what comes with its plus, what stays plain. */
function Models({ before, after }: NonNullable<TeamSuggestion['models']>): ReactNode {
  const old = before === null || before === 'all' ? [] : before;
  return (
    <span className="suggest__models">
      {before === 'all' && <del>− all</del>}
      {old
        .filter((model) => !after.includes(model))
        .map((model) => (
          <del key={model}>− {model}</del>
        ))}
      {after.map((model) =>
        old.includes(model) ? <span key={model}>{model}</span> : <ins key={model}>+ {model}</ins>,
      )}
    </span>
  );
}

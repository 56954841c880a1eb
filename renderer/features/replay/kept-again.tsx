import type { ReactNode } from 'react';

import type { ReplayAgainView } from '../../../shared/contract/kept-replay-answers.ts';
import { formatCount } from '../../ui/format.ts';
import { Card } from '../../ui/card.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { runAgain, useKeptWork } from './kept-state.ts';

/** What came of running it again, or why it could not be. */
export function KeptAgain({ id }: { readonly id: string }): ReactNode {
  const { again, problem } = useKeptWork();
  if (problem !== null) return <ProblemNote problem={problem} onRetry={() => void runAgain(id)} />;
  return again === null ? null : <Verdict view={again} />;
}

const TONES = { same: 'good', moved: 'caution', differs: 'bad' } as const satisfies Record<
  ReplayAgainView['verdict'],
  TagTone
>;
const WORDS = { same: 'the same', moved: 'inputs moved', differs: 'another result' } as const;

function Verdict({ view }: { readonly view: ReplayAgainView }): ReactNode {
  const { verdict, moved, differs, since } = view;
  return (
    <Card padded>
      <div className="kept__verdict" role="status">
        <p>
          <Tag tone={TONES[verdict]}>{WORDS[verdict]}</Tag> <span className="strong">{sentence(view)}</span>
        </p>
        {moved.length > 0 && (
          <ul className="kept__moved" aria-label="What moved">
            {moved.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {differs.length > 0 && <Sums view={view} />}
        {since.map((text) => (
          <p key={text} className="soft">
            {text}
          </p>
        ))}
      </div>
    </Card>
  );
}

function sentence({ verdict, differs }: ReplayAgainView): string {
  switch (verdict) {
    case 'same':
      return 'Run again, it gives the same bytes.';
    case 'moved':
      return differs.length === 0
        ? 'What it depends on is not as it was; the result is the same.'
        : 'What it depends on is not as it was, and the result is another one.';
    case 'differs':
      return 'All that it depends on is as it was, and yet the result is another one: this version of Gatehouse replays otherwise than the one that kept it.';
  }
}

function Sums({ view: { before, now, differs } }: { readonly view: ReplayAgainView }): ReactNode {
  const words = ({ requests, denied, gained }: ReplayAgainView['now']): string =>
    `${formatCount(denied)} denied and ${formatCount(gained)} let through of ${formatCount(requests)}`;
  return (
    <p className="soft">
      Then {words(before)}; now {words(now)}. Other than then: {differs.join(', ')}.
    </p>
  );
}

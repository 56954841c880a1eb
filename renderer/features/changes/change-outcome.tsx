import type { ReactNode } from 'react';

import { changeOffers } from '../../../shared/plan/change-offers.ts';
import type { Change, OperationStatus } from '../../../shared/plan/plan.ts';
import { go } from '../../app/state/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { plural } from '../../ui/format.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { OPERATION_STATUS } from './change-words.ts';
import { rollbackChange, useDoing } from './changes-state.ts';
import { countResults } from './operation-groups.ts';
import { ResumeButton } from './push-button.tsx';

/** The order in which endings are told: what is done first. */
const ORDER: readonly OperationStatus[] = [
  'verified',
  'mismatch',
  'failed',
  'unknown',
  'sent',
  'skipped',
  'waiting',
];

/** How an ending is told in a sum: a person asks what is done, what is not, and what is not known. */
const TOLD: Readonly<Partial<Record<OperationStatus, string>>> = {
  mismatch: 'taken, but not as wanted',
  waiting: 'not sent',
  sent: 'unknown',
};

/** What a push did, what it did not, what is not known, and the ways on from there. */
export function ChangeOutcome({ change }: { readonly change: Change }): ReactNode {
  const { status, results, notes = [] } = change;
  if (status === 'planned' || status === 'pushing') return null;
  const reason = results.find(({ problem }) => problem !== undefined)?.problem;
  return (
    <Card padded>
      <div className="outcome" role="group" aria-label="What became of it">
        <div className="outcome__words">
          <p className="strong">{HEADLINES[status]}</p>
          <Sums results={results} />
          {status !== 'verified' && reason !== undefined && (
            <p className="soft">
              {reason.message} {reason.next}
            </p>
          )}
          {notes.map(({ message }) => (
            <p key={message} className="soft">
              {message}
            </p>
          ))}
        </div>
        <Ways change={change} />
      </div>
    </Card>
  );
}

const HEADLINES = {
  verified: 'Everything was written, read again and found as wanted.',
  failed: 'Not all of it could be done.',
  interrupted: 'This push began and never came to its end.',
} as const;

function Sums({ results }: { readonly results: Change['results'] }): ReactNode {
  return (
    <ul className="outcome__sums">
      {sumsOf(results).map(({ words, tone, count }) => (
        <li key={words}>
          <Tag tone={tone}>
            {count} {words}
          </Tag>
        </li>
      ))}
    </ul>
  );
}

/** How many ended in each way, those told alike together. */
function sumsOf(
  results: Change['results'],
): readonly { readonly words: string; readonly tone: TagTone; readonly count: number }[] {
  const counts = countResults(results);
  const sums = new Map<string, { words: string; tone: TagTone; count: number }>();
  for (const status of ORDER) {
    const count = counts.get(status);
    if (count === undefined) continue;
    const { tone, word } = OPERATION_STATUS[status];
    const words = TOLD[status] ?? word;
    const known = sums.get(words);
    if (known === undefined) sums.set(words, { words, tone, count });
    else known.count += count;
  }
  return [...sums.values()];
}

function Ways({ change }: { readonly change: Change }): ReactNode {
  const work = useDoing((state) => state.work);
  const { resume, rollback } = changeOffers(change);
  const done = change.results.filter(({ status }) =>
    ['verified', 'mismatch', 'unknown'].includes(status),
  ).length;
  return (
    <div className="outcome__ways">
      {resume && <ResumeButton change={change} />}
      {rollback && (
        <Button
          icon="back"
          busy={work === 'taking back'}
          disabled={work !== null}
          title="Makes a plan that takes it back. Nothing is written before you push that plan."
          onClick={() => void takeBack(change.id)}
        >
          Plan to take back {plural(done, 'change')}
        </Button>
      )}
    </div>
  );
}

async function takeBack(id: string): Promise<void> {
  const made = await rollbackChange(id);
  if (made !== null) go({ screen: 'changes', id: made.id });
}

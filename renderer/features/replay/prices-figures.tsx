import type { ReactNode } from 'react';

import type { RepriceView } from '../../../shared/contract/reprice-answers.ts';
import { Figure } from '../../ui/card.tsx';
import { formatCount, formatExactUsd, formatUsd } from '../../ui/format.ts';
import { differenceWords } from './prices-words.ts';

/** What the month was and would be, what is left out, and what budgets would have done. */
export function PricesFigures({ view }: { readonly view: RepriceView }): ReactNode {
  const { was, wouldBe, difference, unpriced, verdicts } = view;
  return (
    <section className="card replay__figures" aria-label="In figures">
      <Figure label="Was" value={<Usd amount={was} />} note="when they were made" />
      <Figure
        label="Would be"
        value={wouldBe === null ? '–' : <Usd amount={wouldBe} />}
        note={wouldBe === null ? 'no request has a price' : 'by these prices'}
      />
      <Figure
        label="Difference"
        value={
          difference === null ? (
            '–'
          ) : (
            <span title={formatExactUsd(difference)}>{differenceWords(difference)}</span>
          )
        }
        note={difference === null ? 'no request has a price' : 'of those with a price'}
      />
      <Figure
        label="Without a price"
        value={<Usd amount={unpriced.spend} />}
        note={
          unpriced.requests === 0 ? 'none' : `${formatCount(unpriced.requests)} requests, in no other number`
        }
      />
      <Figure
        label="Budgets"
        value={`${verdicts.denied === 0 ? '' : '−'}${formatCount(verdicts.denied)}`}
        note={`denied if filled by these prices${verdicts.gained === 0 ? '' : `, ${formatCount(verdicts.gained)} let through`}`}
      />
    </section>
  );
}

function Usd({ amount }: { readonly amount: string }): ReactNode {
  return <span title={formatExactUsd(amount)}>{formatUsd(amount)}</span>;
}

import type { ReactNode } from 'react';

import type { ReplaySample } from '../../../shared/replay/replay-report.ts';
import { RULE_WORDS } from '../../../shared/replay/rule-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { shortenId } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import { showSample } from './replay-links.ts';

export interface ReplaySamplesProps {
  readonly view: {
    readonly samples: readonly ReplaySample[];
    readonly byTeam: readonly { readonly id: string; readonly name: string | null }[];
  };
  readonly most: number;
}

/** Some of the requests that change, each leading to its line in the audit table. */
export function ReplaySamples({ view, most }: ReplaySamplesProps): ReactNode {
  const names = new Map(view.byTeam.map(({ id, name }) => [id, name ?? shortenId(id)]));
  return (
    <ul className="replay__samples" aria-label="Examples">
      {spread(view.samples, most).map((sample) => (
        <li key={`${sample.node} ${sample.id}`}>
          <button
            type="button"
            className="replay__sample"
            title={`Show ${sample.id} in Audit`}
            onClick={() => showSample(sample)}
          >
            <Tag tone={sample.change === 'denied' ? 'bad' : 'good'}>
              {sample.change === 'denied' ? 'denied' : 'let through'}
            </Tag>
            <span className="replay__sample-words">
              <span className="truncate">
                {sample.team === '' ? 'no team' : (names.get(sample.team) ?? shortenId(sample.team))} ·{' '}
                {sample.model}
              </span>
              <span className="muted truncate">
                {sample.change === 'gained' && 'was '}
                {RULE_WORDS[sample.rule] ?? sample.rule} ·{' '}
                <span className="mono">{shortenId(sample.id)}</span>
              </span>
            </span>
            <Icon name="external" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A few samples of different kinds: of each rule, team and model one before a second of any. */
export function spread(samples: readonly ReplaySample[], most: number): readonly ReplaySample[] {
  const seen = new Map<string, number>();
  const ranked = samples.map((sample, place) => {
    const kind = `${sample.change} ${sample.rule} ${sample.team} ${sample.model}`;
    const turn = seen.get(kind) ?? 0;
    seen.set(kind, turn + 1);
    return { sample, turn, place };
  });
  return ranked
    .toSorted((a, b) => a.turn - b.turn || a.place - b.place)
    .slice(0, most)
    .map(({ sample }) => sample);
}

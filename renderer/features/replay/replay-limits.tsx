import type { ReactNode } from 'react';

import type { ReplayedNode, ReplayView } from '../../../shared/contract/replay-answers.ts';
import { NOT_EVALUABLE_WORDS } from '../../../shared/replay/rule-words.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Tag, type TagTone } from '../../ui/tag.tsx';
import { basisHint } from '../../../shared/replay/rules-taken.ts';
import { LeftNode, ReplayBasis, Sentences } from './replay-basis.tsx';
import { baselineWords } from './replay-words.ts';

/** What the numbers beside it cover, and what they cannot know. */
export function ReplayLimits({
  view,
  month,
}: {
  readonly view: ReplayView;
  readonly month: string;
}): ReactNode {
  const { notEvaluable, notes, problems, nodes, coverage } = view;
  const baseline = baselineWords(view);
  return (
    <ReplayBasis
      problems={problems}
      coverage={coverage}
      month={month}
      nodes={nodes.map((node) => (
        <NodeLine key={node.node} node={node} />
      ))}
      notesLabel="What a replay cannot know"
      notes={
        <>
          {baseline !== null && <li>{baseline}</li>}
          <Sentences of={notes} />
        </>
      }
    >
      {notEvaluable > 0 && (
        <p className="soft">
          <span className="strong">{formatCount(notEvaluable)} not evaluable</span>: {NOT_EVALUABLE_WORDS}.
        </p>
      )}
    </ReplayBasis>
  );
}

/** A node: how many of its requests by which rules, or why none. */
export function NodeLine({
  node: { node: name, version, rules, requests, otherRows, left },
}: {
  readonly node: ReplayedNode;
}): ReactNode {
  if (left !== null) {
    return <LeftNode tag="not replayed" why={left} />;
  }
  const hint = rules === null ? null : basisHint(rules.basis);
  return (
    <li>
      <Tag tone={toneOf(rules, version)}>{name}</Tag>{' '}
      <span className="soft">
        {plural(requests, 'request')}
        {rules !== null && ` by the rules of ${rules.release}`}
        {rules?.exact === false &&
          (version === null
            ? ', as far as what it holds tells: it does not say its version'
            : `, the nearest known to its version ${version}`)}
        {hint !== null && ` (${hint})`}
        {otherRows > 0 &&
          ` · ${plural(otherRows, 'row')} that ${otherRows === 1 ? 'calls' : 'call'} no model left out`}
      </span>
    </li>
  );
}

/** A gateway that says no version, as Doubleword does, leaves nothing to be done better. */
function toneOf(rules: ReplayedNode['rules'], version: string | null): TagTone {
  if (rules?.basis === 'source') return 'caution';
  if (rules?.exact === false) return version === null ? 'neutral' : 'caution';
  return 'good';
}

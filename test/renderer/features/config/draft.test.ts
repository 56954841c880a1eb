import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  checkedDraft,
  discardEdits,
  editDraft,
  isDirty,
  keepMine,
  openDraft,
  rereadDraft,
  savedDraft,
  takeTheirs,
  type Draft,
} from '../../../../renderer/features/config/draft.ts';
import type { ConfigFile } from '../../../../shared/contract/answers.ts';

function file(text: string): ConfigFile {
  return { path: 'policy.yaml', text, hash: `hash of ${text}`, findings: [] };
}

type Step = (draft: Draft) => Draft;
const text = fc.constantFrom('a', 'b', 'c', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  text.map(
    (typed): Step =>
      (draft) =>
        editDraft(draft, typed),
  ),
  text.map(
    (now): Step =>
      (draft) =>
        rereadDraft(draft, file(now)),
  ),
  fc.constant<Step>((draft) =>
    savedDraft(draft, draft.text, { hash: `hash of ${draft.text}`, findings: [] }),
  ),
  fc.constant<Step>(keepMine),
);

describe('a file being edited', () => {
  it('never loses what was typed, whatever happens to the file meanwhile', () => {
    fc.assert(
      fc.property(fc.array(step), text, (before, typed) => {
        const start = before.reduce((draft, next) => next(draft), openDraft(file('start')));
        const edited = editDraft(start, `${typed} typed`);
        const after = [file('b'), file('c')].reduce(rereadDraft, edited);
        expect(keepMine(after).text).toBe(`${typed} typed`);
      }),
    );
  });

  it('bases a save on the newest file that the person has decided about', () => {
    const edited = editDraft(openDraft(file('old')), 'mine');
    const conflict = rereadDraft(edited, file('theirs'));
    expect(conflict.base.hash).toBe('hash of old');
    expect(conflict.theirs?.text).toBe('theirs');
    expect(keepMine(conflict).base.hash).toBe('hash of theirs');
    expect(takeTheirs(conflict)).toMatchObject({ text: 'theirs', theirs: null });
  });

  it('follows the file while nothing was typed', () => {
    const draft = rereadDraft(openDraft(file('old')), file('new'));
    expect(draft).toMatchObject({ text: 'new', theirs: null });
    expect(isDirty(draft)).toBe(false);
  });

  it('is no conflict when somebody wrote just the same', () => {
    const draft = rereadDraft(editDraft(openDraft(file('old')), 'same'), file('same'));
    expect(draft.theirs).toBeNull();
    expect(isDirty(draft)).toBe(false);
  });

  it('stays unsaved when something was typed while the save was on its way', () => {
    const draft = editDraft(openDraft(file('a')), 'ab');
    const saved = savedDraft(editDraft(draft, 'abc'), 'ab', { hash: 'new', findings: [] });
    expect(isDirty(saved)).toBe(true);
    expect(saved.base).toMatchObject({ text: 'ab', hash: 'new' });
    expect(discardEdits(saved).text).toBe('ab');
  });

  it('throws away findings of a text that is no longer there', () => {
    const finding = { rule: 'r', severity: 'note', message: 'm' } as const;
    const draft = editDraft(openDraft(file('a')), 'b');
    expect(checkedDraft(draft, 'a', [finding]).findings).toEqual([]);
    expect(checkedDraft(draft, 'b', [finding]).findings).toEqual([finding]);
  });
});

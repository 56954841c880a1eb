import type { Resource } from '../../fleet/snapshot.ts';
import { many } from '../many.ts';
import { namesOf, objectOf } from '../neutral-values.ts';
import type { ReplayNote } from '../replay-state.ts';
import type { Combination } from '../request-log.ts';
import type { ReleaseRules } from './release-rules.ts';

/** The tags that a key puts on all of its requests, once they are let through. */
export function tagsOfKey(key: Resource | undefined): readonly string[] {
  return namesOf(objectOf(key?.settings['metadata'])['tags']);
}

/**
 * What is not known where only a request's own tags are asked: a log tells them and those of its key as one.
 *
 * @param combinations of the log
 */
export function tagRemarks(
  resources: readonly Resource[],
  combinations: readonly Combination[],
  { release, asksTagsOfKeys }: Pick<ReleaseRules, 'release' | 'asksTagsOfKeys'>,
): readonly ReplayNote[] {
  if (asksTagsOfKeys) return [];
  const budgeted = new Set(
    resources
      .filter(({ kind, fields }) => kind === 'tag' && (fields['budget'] ?? null) !== null)
      .map(({ id }) => id),
  );
  if (budgeted.size === 0) return [];
  const keys = new Set(
    resources
      .filter((one) => one.kind === 'key' && tagsOfKey(one).some((tag) => budgeted.has(tag)))
      .map(({ id }) => id),
  );
  const used = new Set(combinations.map(({ key }) => key).filter((key) => keys.has(key)));
  if (used.size === 0) return [];
  return [
    {
      code: 'tags-of-keys',
      text: `By the rules of ${release} the budget of a tag refuses only requests that bring the tag themselves, but a log has the tags of keys among theirs: of ${many(used.size, 'key')} with such tags it is taken that no request brought them itself.`,
    },
  ];
}

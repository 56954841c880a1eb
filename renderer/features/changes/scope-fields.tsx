import type { ReactNode } from 'react';

import { WANTED_KINDS } from '../../../shared/fleet/neutral-fields.ts';
import type { ResourceKind } from '../../../shared/fleet/snapshot.ts';
import type { PlanScope } from '../../../shared/plan/plan.ts';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { kindTitle } from '../fleet/kind-words.ts';

/** What a plan is to be confined to, as it is typed. */
export interface ScopeDraft {
  readonly kind: ResourceKind | 'all';
  /** Names with commas between. */
  readonly teams: string;
  readonly tags: string;
}

export const NO_SCOPE: ScopeDraft = { kind: 'all', teams: '', tags: '' };

/** The scope that was typed; undefined when it confines nothing. */
export function scopeOf({ kind, teams, tags }: ScopeDraft): PlanScope | undefined {
  const [teamNames, tagNames] = [namesIn(teams), namesIn(tags)];
  const scope: PlanScope = {
    ...(kind !== 'all' && { kinds: [kind] }),
    ...(teamNames.length > 0 && { teams: teamNames }),
    ...(tagNames.length > 0 && { tags: tagNames }),
  };
  return Object.keys(scope).length === 0 ? undefined : scope;
}

/** Confines a plan to a kind, to some teams, to some tags; closed at first, as most plans are of everything. */
export function ScopeFields(props: {
  readonly scope: ScopeDraft;
  readonly onScope: (scope: ScopeDraft) => void;
}): ReactNode {
  const { scope, onScope } = props;
  return (
    <details className="choices">
      <summary>Only a part of what is wanted</summary>
      <div className="scope">
        <Select<ResourceKind | 'all'>
          label="Kind"
          showLabel
          inDialog
          value={scope.kind}
          options={[
            { value: 'all', label: 'all kinds' },
            ...WANTED_KINDS.map((kind) => ({ value: kind, label: kindTitle(kind) })),
          ]}
          onChange={(kind) => onScope({ ...scope, kind })}
        />
        <TextField
          label="Teams"
          value={scope.teams}
          onChange={(teams) => onScope({ ...scope, teams })}
          help="Names, with commas between: those teams and their keys. Empty: all."
        />
        <TextField
          label="Tags"
          value={scope.tags}
          onChange={(tags) => onScope({ ...scope, tags })}
          help="Only what carries one of them. Empty: all."
        />
      </div>
    </details>
  );
}

function namesIn(text: string): readonly string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  ];
}

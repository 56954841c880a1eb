import type { ReactNode } from 'react';

import type { SecretList } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { TextField } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/async-view.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';

export interface PushSecretsProps {
  /** Null while it is not known yet. */
  readonly secrets: SecretList['secrets'] | Problem | null;
  /** What was typed, by name. */
  readonly given: Readonly<Record<string, string>>;
  readonly onGive: (name: string, value: string) => void;
}

/** The secrets that a push writes: those that are found, and a line for each that is not. */
export function PushSecrets({ secrets, given, onGive }: PushSecretsProps): ReactNode {
  if (secrets === null) return <Skeleton lines={1} />;
  if ('code' in secrets) return <ProblemNote problem={secrets} inline />;
  if (secrets.length === 0) return null;
  return (
    <fieldset className="choices push__secrets">
      <legend>Secrets it writes</legend>
      {secrets.map(({ name, found, usedBy }) =>
        found ? (
          <p key={name}>
            <span className="mono">{name}</span> <Tag tone="good">found</Tag>{' '}
            <span className="muted">in the environment of this app</span>
          </p>
        ) : (
          <TextField
            key={name}
            label={name}
            type="password"
            mono
            value={given[name] ?? ''}
            onChange={(value) => onGive(name, value)}
            help={`For ${usedBy.slice(0, 3).join(', ')}${usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : ''}. Used for this push, and kept nowhere.`}
          />
        ),
      )}
    </fieldset>
  );
}

/** The names of secrets that are neither found nor typed. */
export function missingSecrets(
  secrets: SecretList['secrets'],
  given: Readonly<Record<string, string>>,
): readonly string[] {
  return secrets.filter(({ name, found }) => !found && (given[name] ?? '') === '').map(({ name }) => name);
}

import type { ReactNode } from 'react';

import type { Finding } from '../../../shared/config/finding.ts';
import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { consequenceOf, nameFile, placeOfFinding } from './file-words.ts';

export interface InvalidDialogProps {
  readonly open: boolean;
  readonly file: ConfigFileEntry;
  /** The critical ones. */
  readonly findings: readonly Finding[];
  readonly saving: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onSave: () => void;
}

/** Asks before a text that cannot be used is saved, and says what follows. */
export function InvalidDialog(props: InvalidDialogProps): ReactNode {
  const { open, file, findings, saving, onOpenChange, onSave } = props;
  const [first] = findings;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Save ${nameFile(file)} although it cannot be used?`}
      confirm={`Save with ${plural(findings.length, 'critical finding')}`}
      tone="danger"
      busy={saving}
      onConfirm={onSave}
    >
      {first !== undefined && (
        <p>
          {first.message}
          {first.line !== undefined && <strong> ({placeOfFinding(first)})</strong>}
        </p>
      )}
      <p>{consequenceOf(file)}</p>
    </ConfirmDialog>
  );
}

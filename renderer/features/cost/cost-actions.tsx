import type { ReactNode } from 'react';

import type { CostDimension } from '../../../shared/cost/cost-report.ts';
import { call } from '../../app/api.ts';
import { copyText, saveText } from '../../app/clipboard.ts';
import { Button } from '../../ui/button.tsx';
import { plural } from '../../ui/format.ts';
import { notify } from '../../ui/notice.tsx';

interface CostActionsProps {
  readonly month: string;
  readonly by: CostDimension;
  readonly disabled: boolean;
}

/** The report as CSV: to the clipboard or to a file. */
export function CostActions({ month, by, disabled }: CostActionsProps): ReactNode {
  async function fetchCsv(): Promise<{ readonly suggestedName: string; readonly text: string } | null> {
    const result = await call('costs.csv', { month, by: [by] });
    if (result.ok) return result.value;
    notify(result.problem.message, result.problem.next);
    return null;
  }
  async function copy(): Promise<void> {
    const csv = await fetchCsv();
    if (csv === null) return;
    const rows = csv.text.trimEnd().split('\n').length - 1;
    await copyText(csv.text, `${plural(rows, 'row')} as CSV`);
  }
  async function save(): Promise<void> {
    const csv = await fetchCsv();
    if (csv !== null) await saveText(csv.suggestedName, csv.text);
  }
  return (
    <>
      <Button icon="copy" disabled={disabled} onClick={() => void copy()}>
        Copy CSV
      </Button>
      <Button icon="save" disabled={disabled} onClick={() => void save()}>
        Save CSV
      </Button>
    </>
  );
}

import { parse, stringify } from 'lossless-json';
import { useEffect, useState, type ReactNode } from 'react';

import type { AuditRow } from '../../../shared/audit/logged-request.ts';
import type { RequestRecord } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { copyText } from '../../app/clipboard.ts';
import { cancelTask, runLong } from '../../app/state/activity.ts';
import { Skeleton } from '../../ui/async-view.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';

/** The request as its gateway wrote it, from where it was imported, or from what the archive keeps of it. */
export function RawRecord({ row }: { readonly row: Pick<AuditRow, 'node' | 'id'> }): ReactNode {
  const { node, id } = row;
  const [answer, setAnswer] = useState<RequestRecord | Problem | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let here = true;
    let task: string | null = null;
    const look = async (): Promise<void> => {
      const result = await runLong('audit.record', { node, id }, (name) => {
        task = name;
      });
      task = null;
      if (here) setAnswer(result.ok ? result.value : result.problem);
    };
    void look();
    return () => {
      here = false;
      // A packed file is read up to the record, which nobody waits for any more.
      if (task !== null) void cancelTask(task);
    };
  }, [node, id, tries]);
  if (answer === null) return <Skeleton lines={8} />;
  if ('code' in answer) {
    return <ProblemNote problem={answer} onRetry={() => setTries((old) => old + 1)} />;
  }
  return <Record answer={answer} />;
}

function Record({ answer }: { readonly answer: RequestRecord }): ReactNode {
  const { record, from, where, why } = answer;
  const text = record === null ? null : indentJson(record);
  return (
    <section className="audit__record" aria-label="The raw record">
      <header>
        <p className="soft">
          {from === 'file' ? 'As the gateway wrote it, from ' : 'From what the archive keeps, '}
          <span className="mono">{where}</span>
          {why !== null && <span className="audit__why">{why}</span>}
        </p>
        {text !== null && (
          <IconButton
            icon="copy"
            label="Copy the record as JSON"
            onClick={() => void copyText(text, 'the record')}
          />
        )}
      </header>
      {text !== null && <pre className="mono">{text}</pre>}
    </section>
  );
}

/** JSON with two spaces a level, each number as it was written; the text itself where it is no JSON. */
export function indentJson(text: string): string {
  try {
    return stringify(parse(text), null, 2) ?? text;
  } catch {
    return text;
  }
}

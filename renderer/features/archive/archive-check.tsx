import { useEffect, useRef, type ReactNode } from 'react';

import './coverage.css';
import type { RepairStep } from '../../../shared/audit/logged-request.ts';
import { Button, type ButtonTone } from '../../ui/button.tsx';
import { formatDuration, plural } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Tag } from '../../ui/tag.tsx';
import { Time } from '../../ui/time.tsx';
import { checkArchive, repairArchive, useArchiveCheck, type ArchiveFound } from './check-state.ts';
import { RunningTask } from './running-task.tsx';

/** Whether the archive is what was imported: asked for by hand, answered in words and figures, with the way to repair. */
export function ArchiveCheck(): ReactNode {
  const { running, found, failure } = useArchiveCheck();
  const section = useRef<HTMLElement>(null);
  // It may have been asked for elsewhere, and stands at the end of a panel.
  useEffect(() => {
    if (running === null) return undefined;
    const show = (): void => section.current?.scrollIntoView({ block: 'nearest' });
    show();
    return show;
  }, [running]);
  return (
    <section ref={section} className="cover" aria-label="Check of the archive">
      <header className="cover__head">
        <h3 className="cover__title">Check of the archive</h3>
        <Button
          icon="check"
          busy={running !== null && !running.repairs}
          disabled={running !== null}
          onClick={() => void checkArchive()}
        >
          {found === null ? 'Check the archive' : 'Check again'}
        </Button>
      </header>
      {running !== null && (
        <RunningTask
          task={running.task}
          label={running.repairs ? 'Repairing the archive' : 'Checking the archive'}
        />
      )}
      {failure !== null && <ProblemNote inline problem={failure} />}
      {found === null ? (
        running === null && (
          <p className="soft">
            All of it is read: every file against its checksum and its place in the chain, and the sums
            against the requests. Nothing is changed.
          </p>
        )
      ) : (
        <Found found={found} />
      )}
    </section>
  );
}

function Found({ found }: { readonly found: ArchiveFound }): ReactNode {
  const { ok, problems, notes, rows, segments, seconds, at, steps } = found;
  return (
    <>
      <RepairSteps steps={steps ?? []} />
      <div className="compared" role="status">
        <Tag tone={ok ? 'good' : 'bad'}>{ok ? 'all is well' : plural(problems.length, 'problem')}</Tag>
        <p className="cover__words">
          {plural(rows, 'request')} in {plural(segments, 'segment')} checked in{' '}
          {formatDuration(seconds * 1000)}{' '}
          <span className="muted">
            · <Time at={at} form="ago" />
          </span>
        </p>
      </div>
      {!ok && (
        <ul className="gaps" aria-label="What is wrong">
          {problems.map(({ message, next, where }) => (
            <li key={`${where} ${message}`} className="gaps__line">
              <div className="gaps__words">
                <p>{message}</p>
                {next !== undefined && <p className="soft">{next}</p>}
                {where !== undefined && <p className="mono muted">{where}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
      {!ok && (
        <div className="compared">
          <p className="soft cover__words">
            To repair, what is damaged is imported again from the files it came from, where they still are.
            What came from a node is read again by its next import.
          </p>
          <RepairButton />
        </div>
      )}
      {notes.map((note) => (
        <p key={note} className="muted cover__words">
          {note}
        </p>
      ))}
    </>
  );
}

/** Repairs the archive; waits while it is looked at. */
export function RepairButton(props: {
  /** Quiet beside one of many gaps. */
  readonly tone?: ButtonTone;
  readonly onRepair?: () => void;
}): ReactNode {
  const { tone = 'primary', onRepair } = props;
  const { running } = useArchiveCheck();
  return (
    <Button
      tone={tone}
      busy={running?.repairs === true}
      disabled={running !== null}
      onClick={() => {
        onRepair?.();
        void repairArchive();
      }}
    >
      Repair the archive
    </Button>
  );
}

/** What a repair did, or could not do, node by node. */
export function RepairSteps({ steps }: { readonly steps: readonly RepairStep[] }): ReactNode {
  if (steps.length === 0) return null;
  return (
    <ul className="cover__steps" aria-label="What the repair did">
      {steps.map(({ node, done, text }) => (
        <li key={`${node} ${text}`} className="compared">
          <Tag tone={done ? 'good' : 'caution'}>{done ? 'repaired' : 'not repaired'}</Tag>
          <p className="cover__words">
            <span className="strong">{node}</span> {text}
          </p>
        </li>
      ))}
    </ul>
  );
}

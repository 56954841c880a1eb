import { useEffect } from 'react';
import type { ReactNode } from 'react';

import './config.css';
import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { go, usePlace } from '../../app/state/navigation.ts';
import { configFiles, workspace } from '../../app/state/workspace.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { plural } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { ConfigFileList } from './config-file-list.tsx';
import { ReplayPage } from '../replay/replay-page.tsx';
import { isDirty } from './draft.ts';
import { dirtyPaths, keepDraftsOf, useDrafts } from './drafts.ts';
import { FilePane } from './file-pane.tsx';
import { asEdited, orderFiles } from './file-words.ts';
import { LeaveGuard } from './leave-guard.tsx';

/** The policy file and each node's own file: what they hold, what is wrong with them, and an editor. */
export function ConfigScreen(): ReactNode {
  const files = configFiles.use();
  const place = usePlace('config');
  const root = workspace.use((state) => state.value?.path) ?? null;
  const open = useDrafts((state) => state.files);
  useEffect(() => {
    if (root !== null) keepDraftsOf(root);
  }, [root]);
  const ordered = orderFiles(files.value?.files ?? []).map((file) =>
    asEdited(file, open[file.path]?.draft ?? null),
  );
  const file = ordered.find(({ path }) => path === place?.path) ?? ordered[0];
  const dirty = dirtyPaths(open);
  const written = file === undefined ? undefined : (open[file.path]?.draft ?? undefined);
  if (place?.replay === true && file?.role === 'policy' && written !== undefined) {
    return (
      <>
        <ReplayPage
          policy={isDirty(written) ? written.text : null}
          trail={[{ label: file.path, onGo: () => go({ screen: 'config', path: file.path }) }]}
        />
        <LeaveGuard />
      </>
    );
  }
  return (
    <Page fill title="Config" subtitle={describe(ordered, dirty.length)}>
      <AsyncView state={files} onRetry={() => void configFiles.load({})}>
        {() =>
          file === undefined ? (
            <NoFiles />
          ) : (
            <div className="config">
              <Card title="Files" count={ordered.length} fill>
                <ConfigFileList
                  files={ordered}
                  selected={file.path}
                  dirty={dirty}
                  onSelect={(path) => go({ screen: 'config', path })}
                />
              </Card>
              <FilePane key={`${root} ${file.path}`} file={file} />
            </div>
          )
        }
      </AsyncView>
      <LeaveGuard />
    </Page>
  );
}

function NoFiles(): ReactNode {
  return (
    <Card>
      <EmptyState
        icon="config"
        title="No files yet"
        actions={
          <Button tone="primary" onClick={() => go({ screen: 'fleet' })}>
            Add a node
          </Button>
        }
      >
        The policy file and one file a gateway stand here. They begin with the first node.
      </EmptyState>
    </Card>
  );
}

function describe(files: readonly ConfigFileEntry[], dirty: number): string {
  const there = files.filter(({ bytes }) => bytes !== null).length;
  const bad = files.filter(({ worst }) => worst === 'critical').length;
  const parts = [
    there === files.length ? plural(there, 'file') : `${there} of ${plural(files.length, 'file')} there`,
  ];
  if (bad > 0) parts.push(`${plural(bad, 'file')} with critical findings`);
  if (dirty > 0) parts.push(`${plural(dirty, 'file')} with unsaved edits`);
  return parts.join(' · ');
}

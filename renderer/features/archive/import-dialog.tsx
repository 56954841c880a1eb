import { useState, type ReactNode } from 'react';

import './archive.css';
import type { NodeView } from '../../../shared/contract/answers.ts';
import { call } from '../../app/api.ts';
import { fleet, workspace } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { plural } from '../../ui/format.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { FilePicker } from './file-picker.tsx';
import { ImportProgress } from './import-progress.tsx';
import { ImportResult } from './import-result.tsx';
import {
  closeImport,
  importFromFiles,
  importFromNode,
  useImport,
  type ImportRequest,
} from './import-state.ts';
import { SPANS, sinceOf, type Span } from './import-span.ts';
import { UnfinishedImports } from './unfinished-imports.tsx';
import { filesByNode, nodeOfFile, type FileNodes } from './node-of-file.ts';

/** Brings requests into the archive, from a node's own log or from files. One for the whole app. */
export function ImportDialog(): ReactNode {
  const { request, task, summaries, problem } = useImport();
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  return (
    <Dialog
      open={request !== null}
      onOpenChange={(open) => {
        if (!open) closeImport();
      }}
      title="Import requests"
      description="They are kept in this workspace, to be asked offline. Rows that are in it already are counted once."
    >
      {request !== null && task === null && summaries === null && (
        <ImportForm key={`${request.from} ${request.node}`} request={request} nodes={nodes} />
      )}
      {task !== null && <ImportProgress task={task} />}
      {summaries !== null && <ImportResult summaries={summaries} />}
      {problem !== null && <ProblemNote inline problem={problem} />}
      <div className="import__end" />
    </Dialog>
  );
}

function ImportForm({
  request,
  nodes,
}: {
  readonly request: ImportRequest;
  readonly nodes: readonly NodeView[];
}): ReactNode {
  const waiting = workspace.use((state) => state.value?.logFiles) ?? [];
  const [from, setFrom] = useState(request.from);
  const [node, setNode] = useState(request.node ?? nodes[0]?.name ?? '');
  const [span, setSpan] = useState<Span>('31');
  const names = nodes.map(({ name }) => name);
  // A name that says another node is believed more than where the dialog was opened from.
  const ownerOf = (path: string): string | null => nodeOfFile(path, names) ?? request.node ?? null;
  const [files, setFiles] = useState<FileNodes>(() => {
    if (request.from !== 'files') return new Map();
    const paths = request.paths ?? waiting.map(({ path }) => path);
    return new Map(paths.map((path) => [path, ownerOf(path)]));
  });
  const groups = filesByNode(files);

  if (nodes.length === 0) {
    return <p className="soft">Add the node first that these requests belong to.</p>;
  }

  async function choose(folder: boolean): Promise<void> {
    const result = await call('shell.chooseLogFiles', { folder });
    if (result.ok) {
      const chosen = result.value.paths.map((path) => [path, ownerOf(path)] as const);
      setFiles((old) => new Map([...old, ...chosen.filter(([path]) => !old.has(path))]));
    } else useImport.setState({ problem: result.problem });
  }

  return (
    <>
      <Segmented
        label="Where the requests come from"
        value={from}
        options={[
          { value: 'node', label: 'From a node' },
          { value: 'files', label: 'From files' },
        ]}
        onChange={setFrom}
      />
      {from === 'node' ? (
        <div className="import__choices">
          <Select
            label="Node"
            showLabel
            inDialog
            value={node}
            options={names.map((name) => ({ value: name, label: name }))}
            onChange={setNode}
          />
          <Select label="Time" showLabel inDialog value={span} options={SPANS} onChange={setSpan} />
        </div>
      ) : (
        <>
          <UnfinishedImports />
          <FilePicker
            files={files}
            nodes={names}
            onChoose={(folder) => void choose(folder)}
            onChange={setFiles}
          />
        </>
      )}
      <div className="import__buttons">
        <Button onClick={closeImport}>Cancel</Button>
        {from === 'node' ? (
          <Button tone="primary" onClick={() => void importFromNode(node, sinceOf(span, new Date()))}>
            Import from {node}
          </Button>
        ) : (
          <Button
            tone="primary"
            disabled={files.size === 0 || groups === null}
            onClick={() => {
              if (groups !== null) void importFromFiles(groups);
            }}
          >
            {files.size === 0 ? 'Import files' : `Import ${plural(files.size, 'file')}`}
          </Button>
        )}
      </div>
    </>
  );
}

import type { ReactNode } from 'react';

import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import type { FileNodes } from './node-of-file.ts';

interface FilePickerProps {
  /** By absolute path. */
  readonly files: FileNodes;
  readonly nodes: readonly string[];
  readonly onChoose: (folder: boolean) => void;
  readonly onChange: (files: FileNodes) => void;
}

const NO_NODE = '';

/** The files that will be imported, each with the node it belongs to, and the way to more. */
export function FilePicker({ files, nodes, onChoose, onChange }: FilePickerProps): ReactNode {
  const options = nodes.map((name) => ({ value: name, label: name }));
  return (
    <div className="import__files">
      {files.size === 0 ? (
        <p className="muted">
          Exports of LiteLLM and Doubleword: JSON lines, a JSON list or CSV, also packed with gzip or zstd, or
          the folder of a bucket logger. What a file holds is found out from its content.
        </p>
      ) : (
        <ul>
          {[...files].map(([path, node]) => (
            <li key={path} className="import__file">
              <span className="mono truncate" title={path}>
                {nameOf(path)}
              </span>
              <span className="import__node">
                <Select
                  label={`Node of ${nameOf(path)}`}
                  inDialog
                  value={node ?? NO_NODE}
                  options={
                    node === null ? [{ value: NO_NODE, label: 'Choose its node' }, ...options] : options
                  }
                  onChange={(chosen) => {
                    onChange(new Map([...files, [path, chosen === NO_NODE ? null : chosen]]));
                  }}
                />
                <IconButton
                  icon="close"
                  label={`Leave out ${path}`}
                  onClick={() => {
                    onChange(new Map([...files].filter(([other]) => other !== path)));
                  }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="import__choose">
        <Button icon="folder" onClick={() => onChoose(false)}>
          Choose files…
        </Button>
        <Button onClick={() => onChoose(true)}>Choose a folder…</Button>
      </div>
    </div>
  );
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

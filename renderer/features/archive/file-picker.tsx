import type { ReactNode } from 'react';

import { Button, IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import type { FileNodes } from './node-of-file.ts';

interface FilePickerProps {
  /** By absolute path. */
  readonly files: FileNodes;
  readonly nodes: readonly string[];
  readonly onChoose: () => void;
  readonly onChange: (files: FileNodes) => void;
}

const NO_NODE = '';

/** The files that will be imported, each with the node it belongs to, and the way to more. */
export function FilePicker({ files, nodes, onChoose, onChange }: FilePickerProps): ReactNode {
  const options = nodes.map((name) => ({ value: name, label: name }));
  return (
    <div className="import__files">
      {files.size === 0 ? (
        <p className="muted">One request a line, as JSON: what LiteLLM and Doubleword export.</p>
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
      <Button icon="folder" onClick={onChoose}>
        Choose files…
      </Button>
    </div>
  );
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

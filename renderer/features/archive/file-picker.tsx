import type { ReactNode } from 'react';

import { Button, IconButton } from '../../ui/button.tsx';

interface FilePickerProps {
  /** Absolute paths. */
  readonly paths: readonly string[];
  readonly onChoose: () => void;
  readonly onChange: (paths: readonly string[]) => void;
}

/** The files that will be imported, and the way to more. */
export function FilePicker({ paths, onChoose, onChange }: FilePickerProps): ReactNode {
  return (
    <div className="import__files">
      {paths.length === 0 ? (
        <p className="muted">One request a line, as JSON: what LiteLLM and Doubleword export.</p>
      ) : (
        <ul>
          {paths.map((path) => (
            <li key={path} className="import__file">
              <span className="mono truncate" title={path}>
                {path.split(/[/\\]/).at(-1)}
              </span>
              <IconButton
                icon="close"
                label={`Leave out ${path}`}
                onClick={() => {
                  onChange(paths.filter((other) => other !== path));
                }}
              />
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

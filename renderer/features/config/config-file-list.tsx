import type { ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { Tag } from '../../ui/tag.tsx';
import { describeFile, nameFile, SEVERITY_TONES } from './file-words.ts';

export interface ConfigFileListProps {
  readonly files: readonly ConfigFileEntry[];
  readonly selected: string;
  /** Paths with edits that are not saved. */
  readonly dirty: readonly string[];
  readonly onSelect: (path: string) => void;
}

/** The files, each with the worst of its findings by colour, shape and word. */
export function ConfigFileList({ files, selected, dirty, onSelect }: ConfigFileListProps): ReactNode {
  return (
    <ul className="pick-list" aria-label="Configuration files">
      {files.map((file) => (
        <li key={file.path}>
          <button
            type="button"
            className="pick-row pick-list__item"
            aria-current={file.path === selected ? 'true' : undefined}
            onClick={() => {
              onSelect(file.path);
            }}
          >
            <span className="pick-row__words">
              <span className="pick-list__name truncate" title={file.path}>
                {nameFile(file)}
              </span>
              <span className="muted truncate">
                {dirty.includes(file.path) ? (
                  <strong className="config__dirty">Edited, not saved</strong>
                ) : (
                  describeFile(file)
                )}
              </span>
            </span>
            <FileTag file={file} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function FileTag({ file: { bytes, worst } }: { readonly file: ConfigFileEntry }): ReactNode {
  if (bytes === null) return <Tag plain>none yet</Tag>;
  if (worst === null) return <Tag tone="good">valid</Tag>;
  return <Tag tone={SEVERITY_TONES[worst]}>{worst}</Tag>;
}

import './copy-id.css';
import { shortenId } from './format.ts';
import { Icon } from './icon.tsx';

export interface CopyIdProps {
  readonly id: string;
  /** How many characters are shown. */
  readonly length?: number;
  /** Puts text on the clipboard. */
  readonly onCopy: (text: string) => void;
}

/** An id, shortened in the middle; a click copies the whole. */
export function CopyId({ id, length = 16, onCopy }: CopyIdProps) {
  return (
    <button
      type="button"
      className="copy-id mono"
      title={id}
      onClick={() => {
        onCopy(id);
      }}
    >
      <span className="visually-hidden">Copy </span>
      {shortenId(id, length)}
      <Icon name="copy" />
    </button>
  );
}

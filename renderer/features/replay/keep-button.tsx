import type { ReactNode } from 'react';

import { Button } from '../../ui/button.tsx';
import { notify } from '../../ui/notice.tsx';
import { keepReplay, showKept, useKeptWork } from './kept-state.ts';
import { argsOf, type ReplaySource } from './replay-state.ts';

/** Keeps what the page shows, and leads to all that is kept. */
export function KeepButtons({ source }: { readonly source: ReplaySource }): ReactNode {
  const keeping = useKeptWork((state) => state.keeping);
  return (
    <>
      <Button tone="quiet" onClick={() => showKept(null)}>
        Kept replays
      </Button>
      <Button busy={keeping} disabled={keeping} onClick={() => void keep(source)}>
        Keep this replay
      </Button>
    </>
  );
}

async function keep(source: ReplaySource): Promise<void> {
  const id = await keepReplay(argsOf(source));
  if (id !== null) notify(`Kept as ${id.slice(0, 12)}`, 'With the hashes of all that it depends on.');
}

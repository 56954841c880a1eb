import type { ReactNode } from 'react';

import { CoverageDialog } from '../features/archive/coverage-dialog.tsx';
import { ImportDialog } from '../features/archive/import-dialog.tsx';
import { Palette } from './frame/palette.tsx';

/** What floats above every screen and is closed at first: loaded apart, so that the window is there sooner. */
export function Overlays(): ReactNode {
  return (
    <>
      <Palette />
      <CoverageDialog />
      <ImportDialog />
    </>
  );
}

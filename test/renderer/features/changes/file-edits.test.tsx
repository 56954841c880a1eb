import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { useNavigation } from '../../../../renderer/app/state/navigation.ts';
import { FileEdits } from '../../../../renderer/features/changes/file-edits.tsx';
import { useDrafts } from '../../../../renderer/features/config/drafts.ts';
import type { Plan } from '../../../../shared/plan/plan.ts';
import { fails } from '../../fake-bridge.ts';
import { renderLoaded } from '../../render.tsx';

const plan: Plan = {
  format: 1,
  id: 'p',
  madeAt: '2026-11-01T10:00:00.000Z',
  mode: 'merge',
  bases: [],
  operations: [],
  summary: { create: 0, update: 0, delete: 0 },
  warnings: [],
  fileEdits: [
    {
      node: 'prod-eu',
      kind: 'model',
      name: 'gpt-4o',
      resourceId: 'm',
      fields: [{ path: 'requestsPerMinute', before: 10, after: 20 }],
    },
  ],
};

describe('what config files own', () => {
  it('is put into the file as an edit that is not saved', async () => {
    const { bridge } = await renderLoaded(<FileEdits plan={plan} />);
    fireEvent.click(screen.getByRole('button', { name: 'Put the edit into the file' }));
    const path = 'nodes/prod-eu/config.yaml';
    await waitFor(() => expect(useNavigation.getState().place).toEqual({ screen: 'config', path }));
    expect(useDrafts.getState().files[path]?.draft?.text).toContain('# edited');
    expect(bridge.made.some(({ name }) => name === 'config.write')).toBe(false);
  });

  it('says what is missing', async () => {
    await renderLoaded(<FileEdits plan={plan} />, {
      'changes.editedFile': fails('file_missing', 'The file is not here.', 'Copy it there.'),
    });
    fireEvent.click(screen.getByRole('button', { name: 'Put the edit into the file' }));
    expect(await screen.findByText('Copy it there.')).toBeTruthy();
  });
});

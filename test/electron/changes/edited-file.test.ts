import { describe, expect, it } from 'vitest';

import { editedFile } from '../../../electron/changes/edited-file.ts';
import type { Plan } from '../../../shared/plan/plan.ts';
import { createBench } from '../../helpers/core-bench.ts';

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
      node: 'eu',
      kind: 'model',
      name: 'gpt-4o',
      resourceId: 'm',
      fields: [{ path: 'requestsPerMinute', before: 10, after: 20 }],
    },
  ],
};

describe('the config file that a plan wants edited', () => {
  it('comes with the edits in it, and is not written', async () => {
    const bench = await createBench();
    const text =
      'model_list:\n  - model_name: gpt-4o\n    litellm_params: { model: openai/gpt-4o, rpm: 10 }\n';
    await bench.write('nodes/eu/config.yaml', text);
    const edited = await editedFile(bench.workspace, plan, 'eu');
    expect(edited).toMatchObject({ path: 'nodes/eu/config.yaml', made: 1, left: [] });
    expect(edited.text).toContain('rpm: 20');
    const { text: held } = await bench.handlers['config.read'](
      { path: 'nodes/eu/config.yaml' },
      bench.context,
    );
    expect(held).toBe(text);
  });

  it('is asked for when it is not in the workspace', async () => {
    const bench = await createBench();
    await expect(editedFile(bench.workspace, plan, 'eu')).rejects.toMatchObject({
      problem: { code: 'file_missing', where: 'nodes/eu/config.yaml' },
    });
  });

  it('is not made up for a node of which nothing is wanted', async () => {
    const bench = await createBench();
    await expect(editedFile(bench.workspace, plan, 'us')).rejects.toMatchObject({
      problem: { code: 'no_file_edits' },
    });
  });
});

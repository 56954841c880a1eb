import type { EditedFile } from '../../shared/contract/answers.ts';
import { editLitellmConfig } from '../../shared/config/edit-litellm-config.ts';
import type { Plan } from '../../shared/plan/plan.ts';
import { ProblemError } from '../../shared/result.ts';
import { insideWorkspace, nodeConfigFile } from '../workspace/paths.ts';
import { readTextFile } from '../workspace/read-file.ts';

/**
 * The config file of a node in the workspace, with the edits that a plan wants of it. Nothing is written: a person
 * looks at it, saves it and deploys it. Rejects with `no_file_edits` or `file_missing`.
 */
export async function editedFile(workspace: string, plan: Plan, node: string): Promise<EditedFile> {
  const edits = (plan.fileEdits ?? []).filter((edit) => edit.node === node);
  const path = nodeConfigFile(node);
  if (edits.length === 0) {
    throw new ProblemError({
      code: 'no_file_edits',
      message: `This plan wants nothing of the config file of ${node}.`,
      where: path,
    });
  }
  const text = await readTextFile(await insideWorkspace(workspace, path));
  if (text === null || text.trim() === '') {
    throw new ProblemError({
      code: 'file_missing',
      message: `The config file that ${node} runs with is not in the workspace.`,
      next: 'Copy it there, then make the edits from here.',
      where: path,
    });
  }
  return { path, ...editLitellmConfig(text, edits) };
}

import { useState, type ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { fleet } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { editFile } from './drafts.ts';
import { nameFile } from './file-words.ts';
import { starterText } from './starter.ts';

/** A file of the workspace that nobody wrote yet: what it would be for, and how to begin it. */
export function NotThereYet({ file }: { readonly file: ConfigFileEntry }): ReactNode {
  return (
    <EmptyState
      icon="file"
      title={`${file.path} is not there yet`}
      actions={
        <>
          {file.role === 'resources' && file.node !== null && (
            <FromNode path={file.path} nodes={[file.node]} by="config.fromNode" />
          )}
          {file.role === 'policy' && <FromPulledNodes path={file.path} />}
          <Button
            {...(file.role === 'resources' ? {} : { tone: 'primary' })}
            icon="plus"
            onClick={() => editFile(file.path, starterText(file))}
          >
            Begin {file.role === 'resources' ? 'an empty file' : nameFile(file)}
          </Button>
        </>
      }
    >
      {purposeOf(file)}
    </EmptyState>
  );
}

/** A policy may begin with what any node holds that was pulled. */
function FromPulledNodes({ path }: { readonly path: string }): ReactNode {
  const nodes = fleet.use((state) => state.value?.nodes) ?? [];
  const pulled = nodes.filter(({ snapshot }) => snapshot !== null).map(({ name }) => name);
  return pulled.length === 0 ? null : <FromNode path={path} nodes={pulled} by="policy.fromNode" />;
}

interface FromNodeProps {
  readonly path: string;
  /** One or more to choose from. */
  readonly nodes: readonly string[];
  readonly by: 'config.fromNode' | 'policy.fromNode';
}

/** Begins with what the node held when it was last pulled; planning with it right away changes nothing. */
function FromNode({ path, nodes, by }: FromNodeProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function begin(node: string): Promise<void> {
    setBusy(true);
    const result = await call(by, { node });
    setBusy(false);
    if (result.ok) editFile(path, result.value.text);
    else setProblem(result.problem);
  }

  const [first, ...more] = nodes;
  return (
    <>
      {problem !== null && <ProblemNote inline problem={problem} />}
      {more.length === 0 && first !== undefined ? (
        <Button tone="primary" icon="pull" busy={busy} onClick={() => void begin(first)}>
          Begin with what {first} holds
        </Button>
      ) : (
        <Menu
          trigger={
            <Button icon="pull" busy={busy}>
              Begin with what a node holds
            </Button>
          }
          items={nodes.map((node) => ({ label: node, onSelect: () => void begin(node) }))}
        />
      )}
    </>
  );
}

function purposeOf({ role, node }: ConfigFileEntry): string {
  if (role === 'policy') {
    return 'It says which teams may use which models, and how much they may spend. Plans are made from it.';
  }
  if (role === 'costs') {
    return 'Doubleword says who paid, and not which group. This file names the rule by which costs go to groups: a primary group, an even split, or by access to the model. Without it they go to somebody’s only group.';
  }
  if (role === 'resources') {
    return `It says what is wanted of ${node ?? 'this node'} beside the policy: users, keys, budgets, tags, guardrails, settings. Plans are made from it; what it does not name stays as it is.`;
  }
  return `It is what ${node ?? 'the gateway'} starts with. Gatehouse checks it and compares it; it does not deploy it.`;
}

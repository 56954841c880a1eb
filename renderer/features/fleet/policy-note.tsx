import type { ReactNode } from 'react';

import type { ConfigFileEntry } from '../../../shared/contract/answers.ts';
import { go } from '../../app/state/navigation.ts';
import { configFiles } from '../../app/state/workspace.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/tag.tsx';

/** The policy file, when it has a finding that keeps it from being used; null when it can be used or is not there. */
export function brokenPolicy(files: readonly ConfigFileEntry[]): ConfigFileEntry | null {
  return files.find(({ role, worst }) => role === 'policy' && worst === 'critical') ?? null;
}

/** Why no node is compared with the policy file, and the way to mend it. */
export function PolicyNote(): ReactNode {
  const policy = configFiles.use((state) => brokenPolicy(state.value?.files ?? []));
  if (policy === null) return null;
  return (
    <div className="problem problem--inline" role="status">
      <Tag tone="bad">critical</Tag>
      <div className="problem__words">
        <p className="strong">{policy.path} cannot be used</p>
        <p className="soft">No node can be compared with what it wants until it is mended.</p>
      </div>
      <Button icon="config" onClick={() => go({ screen: 'config', path: policy.path })}>
        Open in Config
      </Button>
    </div>
  );
}

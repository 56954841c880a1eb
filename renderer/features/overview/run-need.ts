import { go } from '../../app/state/navigation.ts';
import { openCoverage } from '../archive/coverage-state.ts';
import { openImport } from '../archive/import-state.ts';
import { openSetKey } from '../fleet/fleet-dialogs.ts';
import { pullNodes } from '../fleet/node-work.ts';
import type { NeedAction } from './needs.ts';

/** Does what the button beside a need says. */
export function runNeed(action: NeedAction): void {
  switch (action.do) {
    case 'open-node':
      return go({ screen: 'fleet', node: action.node });
    case 'set-key':
      return openSetKey(action.node);
    case 'pull':
      return void pullNodes([action.node]);
    case 'see-drift':
      return go({
        screen: 'changes',
        compare: { left: { type: 'node', node: action.against }, right: { type: 'node', node: action.node } },
      });
    case 'see-wanted':
      return go({
        screen: 'changes',
        compare: { left: { type: 'node', node: action.node }, right: { type: 'wanted', node: action.node } },
      });
    case 'open-file':
      return go({ screen: 'config', path: action.path });
    case 'open-change':
      return go({ screen: 'changes', id: action.id });
    case 'see-coverage':
      return openCoverage({ node: action.node, month: action.month });
    case 'import-node':
      return openImport({ from: 'node', node: action.node });
    case 'import-files':
      return openImport({ from: 'files' });
  }
}

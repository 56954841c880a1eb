import type * as answers from './answers.ts';

/** What comes unasked from the core or the shell to the window. */
export interface ContractEvents {
  /** Long work that started, moved or ended. */
  'task.changed': answers.TaskState;
  /** Something in the workspace changed; what is shown of it is stale. */
  'workspace.changed': { readonly what: answers.WorkspacePart };
  /** The core process came up or went down. */
  'core.changed': { readonly state: 'ready' | 'restarting' | 'stopped'; readonly message?: string };
  /** A menu item or shortcut of the shell asks the window for something. */
  'shell.command': {
    readonly command:
      | 'open-palette'
      | 'open-workspace'
      | 'open-sample'
      | 'open-given'
      | 'go-overview'
      | 'go-fleet'
      | 'go-config'
      | 'go-changes'
      | 'go-audit'
      | 'go-costs';
  };
}
export type EventName = keyof ContractEvents;

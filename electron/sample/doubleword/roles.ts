import { text } from './answer.ts';
import type { Answer } from './answer.ts';
import type { DoublewordUser } from './state.ts';

/** Sees and changes everything but the request log (dwctl 10.13.1). */
export function seesAll({ is_admin: isAdmin, roles }: DoublewordUser): boolean {
  return isAdmin || roles.includes('PlatformManager');
}

/** What is asked for, as far as it decides who may. */
interface Asked {
  readonly method: string;
  /** The pattern of the route, such as `/users/:user/api-keys`. */
  readonly pattern: string;
  /** The user of the path, resolved; null without one. */
  readonly user: string | null;
  /** That user is an organization that the caller is in. */
  readonly isMember: boolean;
  readonly all: boolean;
}

/** What each part of the admin API is called in a refusal. */
const RESOURCES: Readonly<Record<string, string>> = {
  groups: 'Groups',
  endpoints: 'Endpoints',
  probes: 'Probes',
  'tool-sources': 'ToolSources',
  deployments: 'ToolSources',
  requests: 'Requests',
  'usage-recompute': 'Analytics',
  users: 'Users',
};

/** Everybody may ask for these, and gets what they may see. */
const OPEN = new Set(['config', 'models', 'organizations', 'provider-display-configs', 'monitoring']);

const OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'Read',
  POST: 'Create',
  PATCH: 'Update',
  DELETE: 'Delete',
};

/** How a caller is refused, in the words of dwctl 10.13.1; null when they may. */
export function refusalFor(caller: DoublewordUser, asked: Asked): Answer | null {
  const has = (role: string): boolean => caller.roles.includes(role);
  const [, part = '', , below = ''] = asked.pattern.split('/');
  if (caller.is_admin) return null;
  if (asked.pattern === '/requests') return has('RequestViewer') ? null : refused(asked, 'Requests');
  if (asked.pattern.startsWith('/requests/') && has('RequestViewer')) return null;
  if (seesAll(caller)) return null;
  if (part === 'transactions') {
    if (has('BillingManager') || (asked.method === 'GET' && !asked.all)) return null;
    return refused(asked, asked.method === 'GET' ? 'all transactions' : 'Credits');
  }
  if (part === 'users' && asked.user !== null) {
    if (asked.user === caller.id) return null;
    if (asked.isMember && below !== '' && asked.method === 'GET') return null;
    if (below === '' && asked.method === 'GET' && has('BillingManager')) return null;
    const whose: Readonly<Record<string, string>> = { 'api-keys': 'API keys', webhooks: 'webhooks' };
    return refused(asked, `${whose[below] ?? 'user data'} for user ${asked.user}`);
  }
  if (part === 'users' && asked.method === 'GET' && has('BillingManager')) return null;
  if (OPEN.has(part) && asked.method === 'GET') return null;
  return refused(asked, RESOURCES[part] ?? `${part.charAt(0).toUpperCase()}${part.slice(1)}`);
}

function refused({ method }: Asked, what: string): Answer {
  return text(403, `Insufficient permissions to ${OPERATIONS[method] ?? method} ${what}`);
}

import { createHash } from 'node:crypto';

import type { Connection } from '../adapter.ts';
import { createNodeLimits } from './session.ts';
import type { NodeLimits } from './session.ts';

/** The limits of the servers that one process asks. */
export type ServerLimits = (connection: Pick<Connection, 'url' | 'key'>) => NodeLimits;

/**
 * One set of limits for each server, however many nodes of the fleet it is: a server has one database and one pool of
 * connections to it. It is the same where address and port are, all names of this machine being one, and where the key is,
 * because a server makes its keys by chance (dwctl 10.13.1). Two names of a server with a key each cannot be told from two
 * servers.
 *
 * Other processes have limits of their own. dwctl stood four model lists at once and not six, so the two of this process and
 * the two of another one do no harm.
 */
export function createServerLimits(): ServerLimits {
  const known = new Map<string, NodeLimits>();
  return ({ url, key }) => {
    const [server, secret] = [serverOf(url), hashOf(key)];
    const limits = known.get(secret) ?? known.get(server) ?? createNodeLimits();
    known.set(secret, limits);
    known.set(server, limits);
    return limits;
  };
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };
/** The loopback addresses and names of RFC 5735, 4291 and 6761, as a URL spells them. */
const THIS_MACHINE =
  /^(?:127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\]|(?:.+\.)?localhost)$/;

function serverOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, hostname, port } = new URL(url);
  const name = hostname.replace(/\.$/, '');
  return `${THIS_MACHINE.test(name) ? 'this machine' : name}:${port === '' ? (PORTS[protocol] ?? '') : port}`;
}

/** Keys are not held for longer than a task needs them. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

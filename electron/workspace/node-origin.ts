import { ProblemError } from '../../shared/result.ts';

/**
 * Where a key for this address is sent: `scheme://host:port`, the port always written out. The path does not
 * count, because a path goes to the same server.
 * Rejects with `node_address` when the address cannot be read; the sentence does not repeat it.
 */
export function nodeOrigin(node: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null) {
    throw new ProblemError({
      code: 'node_address',
      message: `The address of ${node} cannot be read.`,
      next: `Mend "url" of ${node} in fleet.yaml.`,
      where: node,
    });
  }
  const port = parsed.port === '' ? (parsed.protocol === 'https:' ? '443' : '80') : parsed.port;
  return `${parsed.protocol}//${parsed.hostname}:${port}`;
}

/** Whether an origin is on this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

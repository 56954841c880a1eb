const LONGEST_HOST = 253;
const LONGEST_LABEL = 63;
const HIGHEST_PORT = 65_535;

/**
 * Whether a text is an http or https address that means the same to everything that reads it: a host name, an
 * IPv4 or a bracketed IPv6 address, at most a port (1 to 65535) and a path, in ASCII. No user, password, query
 * or fragment, and `%` only as an escape in the path.
 */
export function isNodeUrl(text: string): boolean {
  const match = /^https?:\/\/(\[[^\]]*\]|[^/:[\]]*)(?::([^/]*))?((?:\/.*)?)$/i.exec(text);
  if (match === null) return false;
  const [, host = '', port, path = ''] = match;
  return isHost(host) && (port === undefined || isPort(port)) && isPath(path);
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIpv6(host.slice(1, -1));
  const labels = host.replace(/\.$/, '').split('.');
  // A name that ends like a number is read as an IPv4 address, in forms that not everything reads alike.
  if (/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')) return isIpv4(host);
  return host.length <= LONGEST_HOST && labels.every(isLabel);
}

/** Underscores are in no host name by the book, but container networks have them. */
function isLabel(label: string): boolean {
  return label.length <= LONGEST_LABEL && /^[a-z\d_](?:[a-z\d_-]*[a-z\d_])?$/i.test(label);
}

function isIpv4(host: string): boolean {
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => isNumber(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const last = text.slice(text.lastIndexOf(':') + 1);
  const embedded = last.includes('.');
  if (embedded && !isIpv4(last)) return false;
  // An IPv4 address at the end stands for two groups.
  const plain = embedded ? `${text.slice(0, -last.length)}0:0` : text;
  const groups = plain.split('::').flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length <= 7 : groups.length === 8;
}

function isPort(text: string): boolean {
  return isNumber(text) && Number(text) >= 1 && Number(text) <= HIGHEST_PORT;
}

/** Digits without a leading zero: some read one as octal. */
function isNumber(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text);
}

function isPath(path: string): boolean {
  return /^(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*$/i.test(path);
}

import { gatewayError } from './problems.ts';
import type { GatewayError, Place } from './problems.ts';

const TLS =
  /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CRL_|ERR_TLS_|INVALID_CA|HOSTNAME_MISMATCH|ERR_SSL_)/;
const LOST: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ECONNABORTED',
]);
const SLOW: ReadonlySet<string> = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_TIMED_OUT']);

/** True when the connection broke before an answer was complete: worth asking again, if asking does no harm. */
export function isConnectionLost(code: string): boolean {
  return LOST.has(code);
}

/** The problem that a failure without an answer means. `code` is Node's or the client's own error code. */
export function problemOfNetwork(
  place: Place,
  origin: string,
  code: string,
  timeoutMs: number,
): GatewayError {
  const at = `${place.node} (${origin})`;
  if (SLOW.has(code))
    return gatewayError(place, null, {
      code: 'node_timeout',
      message: `${at} did not answer ${place.route} within ${String(Math.round(timeoutMs / 1000))} seconds.`,
      next: 'Try again; when it stays slow, look at the load of the gateway and of its database.',
    });
  if (TLS.test(code))
    return gatewayError(place, null, {
      code: 'tls_untrusted',
      message: `The certificate of ${at} is not trusted (${code}).`,
      next: "Name the file of the node's certificate authority in the fleet file, or have the certificate renewed.",
    });
  if (code === 'EPROTO' || code === 'HPE_INVALID_CONSTANT')
    return gatewayError(place, null, {
      code: 'node_unreachable',
      message: `${at} does not speak the protocol of its address.`,
      next: 'Check whether the address begins with http:// or https://.',
    });
  if (code === 'ERR_TOO_LARGE')
    return gatewayError(place, null, {
      code: 'answer_too_large',
      message: `The answer of ${at} to ${place.route} is larger than 50 MB; it was not read.`,
      next: /spend|logs|requests|usage/.test(place.route)
        ? 'Ask for a shorter time span.'
        : 'Check the address and the kind of gateway of this node: no gateway that was tested answers so much there.',
    });
  return gatewayError(place, null, {
    code: 'node_unreachable',
    message: isConnectionLost(code)
      ? `The connection to ${at} broke before it answered ${place.route}.`
      : `${at} cannot be reached: ${reasonOf(code)}.`,
    next: 'Check that the gateway runs, the address, and the way there (VPN, firewall).',
  });
}

function reasonOf(code: string): string {
  if (code === 'ECONNREFUSED') return 'nothing listens at that address';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name cannot be resolved';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'there is no way to that network';
  return code;
}

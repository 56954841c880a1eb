import { ProblemError } from '../../shared/result.ts';
import type { HttpRecording } from './recording.ts';
import { leakIn } from './secrets.ts';

/** What a status may mean; the gateway's own words may say more, see {@link TOLD}. */
function codesOf(status: number): readonly string[] {
  if (status < 400) return ['redirected'];
  if (status === 404) return ['not_found'];
  const told = Object.entries(TOLD).flatMap(([code, { statuses }]) =>
    statuses.includes(status) ? [code] : [],
  );
  return [...plainCodes(status), 'needs_licence', 'no_database', ...told];
}

function plainCodes(status: number): readonly string[] {
  if (status === 401) return ['wrong_key', 'not_permitted', 'overloaded'];
  if (status === 403) return ['not_permitted'];
  if (status === 404 || status === 405 || status === 501) return ['not_found'];
  if (status === 408) return ['node_timeout'];
  if (status === 429) return ['overloaded'];
  return status >= 500 ? ['gateway_failed'] : ['refused'];
}

/** Words of the gateway without which the meaning would be made up. */
const WORDS: Readonly<Record<string, RegExp>> = {
  needs_licence: /enterprise|premium|licen[cs]e/i,
  no_database: /\bdb\b|database|prisma|no_db/i,
};

/** Meanings that only the words tell, and the statuses they were seen with. */
const TOLD: Readonly<Record<string, { readonly statuses: readonly number[]; readonly words: RegExp }>> = {
  already_exists: { statuses: [400, 409, 500], words: /exist|unique/i },
  budget_exceeded: { statuses: [400, 401, 422, 429], words: /budget/i },
  file_owned: { statuses: [400, 403], words: /config/i },
  address_not_allowed: { statuses: [401, 403], words: /IP address/i },
  not_found: { statuses: [400, 401, 500], words: /not found|not exist/i },
  not_permitted: { statuses: [400], words: /role|admin/i },
  wrong_key: { statuses: [400], words: /expired/i },
};

/** The faults of what a recorded refusal was turned into. */
export function judgeRefusal(
  recording: HttpRecording,
  error: unknown,
  secrets: readonly string[],
): readonly string[] {
  const { status, text, method, path, ms } = recording;
  if (!(error instanceof ProblemError)) return [`threw ${String(error)}`];
  const { code, message, next = '', where } = error.problem;
  const faults: string[] = [];
  if (status >= 300 && !codesOf(status).includes(code))
    faults.push(`status ${String(status)} became ${code}`);
  const words = plainCodes(status).includes(code) ? undefined : (WORDS[code] ?? TOLD[code]?.words);
  if (words !== undefined && !words.test(text)) faults.push(`${code} is nowhere in the answer`);
  if (status === 401 && code === 'not_permitted' && !/role|admin|permi|not allowed|master key/i.test(text))
    faults.push('a wrong key was taken for a missing right');
  if (status === 401 && code === 'overloaded' && ms <= 5000)
    faults.push('a quick refusal was taken for overload');
  if (status === 401 && ms > 5000 && code !== 'overloaded') faults.push('overload was taken for a wrong key');
  if (message.length < 20 || message.length > 700 || /\n/.test(message))
    faults.push('its message is no sentence');
  if (!message.includes(`${method} ${path}`) || where !== `${method} ${path}`)
    faults.push('it does not name the route');
  if (next === '') faults.push('it does not say what to do next');
  if (/\{['"]|\[object|undefined/.test(message)) faults.push(`its message holds code: ${message}`);
  if (leakIn(error, secrets) !== null) faults.push('a secret shows in it');
  return faults;
}

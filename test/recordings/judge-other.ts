import { problemOfAnswer } from '../../electron/gateways/http/problems.ts';
import { redact, redactJson } from '../../electron/gateways/http/redact.ts';
import { checkConfig, worstSeverity } from '../../shared/config/check-config.ts';
import { checkDoublewordConfig } from '../../shared/config/doubleword-config.ts';
import { canonicalJson, isJsonObject } from '../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import type { OtherRecording } from './recording.ts';
import { leakIn, secretsIn } from './secrets.ts';

/** Judges what is no exchange: nothing of it may be lost or leak, and what it holds must be understood. */
export function judgeOther({ layout, gateway, whole }: OtherRecording): readonly string[] {
  const secrets = secretsIn(whole, '');
  const faults: string[] = [];
  const kept = redactJson(whole);
  if (leakIn(kept, secrets) !== null) faults.push('a secret shows in what was kept');
  if (secrets.length === 0 && !isJsonObject(kept)) faults.push('it was not kept whole');
  if (layout === 'config-file') faults.push(...judgeConfigFile(gateway, whole));
  if (layout === 'config-edit') faults.push(...judgeEdit(whole, secrets));
  return faults;
}

/** A file the gateway refused for its YAML must be refused here too; no finding may repeat a secret of it. */
function judgeConfigFile(gateway: OtherRecording['gateway'], whole: JsonObject): readonly string[] {
  const { config, result, version } = whole;
  if (config === null) return [];
  if (typeof config !== 'string' || !isJsonObject(result)) return ['it has no config or no result'];
  const { exit_code: exit, stderr } = result;
  const findings = checkConfig(gateway, config);
  const faults: string[] = [];
  const words = typeof stderr === 'string' ? stderr : '';
  if (exit !== 0 && words.trim() === '') faults.push('the gateway refused it without a word');
  const broken = exit !== 0 && / at line \d+ column \d+/.test(words) && !/ for key "/.test(words);
  if (broken && worstSeverity(findings) !== 'critical') faults.push('broken YAML was not found');
  if (gateway === 'doubleword' && version === '10.13.1') faults.push(...judgeVerdict(config, whole, words));
  if (redact(words) !== words && exit === 0) faults.push('a success says a secret');
  const secrets = secretsIn(config, '').concat(literalsIn(config));
  if (leakIn(findings, secrets) !== null) faults.push('a finding repeats a secret');
  return faults;
}

/** Whether dwctl starts with a file must be told as it told it, in its environment, and of the key that it named. */
function judgeVerdict(config: string, { command, result }: JsonObject, words: string): readonly string[] {
  if (!isJsonObject(result)) return [];
  const set = isJsonObject(command) && isJsonObject(command['env']) ? command['env'] : {};
  const environment = Object.fromEntries(
    Object.entries(set).map(([name, text]) => [name, typeof text === 'string' ? text : '']),
  );
  const critical = checkDoublewordConfig(config, { environment }).filter(
    ({ severity }) => severity === 'critical',
  );
  if (critical.length > 0 !== (result['exit_code'] !== 0)) return ['the verdict is another'];
  const named = / for key "(default\.[^"]+)"/.exec(words)?.[1];
  const isTold = named === undefined || critical.some(({ message }) => message.includes(`"${named}"`));
  return isTold ? [] : [`no finding names ${named}`];
}

/** Passwords and secret keys of a config file. */
function literalsIn(config: string): readonly string[] {
  return [...config.matchAll(/^\s*(?:admin_password|secret_key):\s*"([^"]{8,})"/gm)].flatMap(
    ([, text = '']) => [text],
  );
}

/** Pairs of status and body before and after an edit are answers of the gateway. */
function judgeEdit(whole: JsonObject, secrets: readonly string[]): readonly string[] {
  return pairsIn(whole).flatMap(([status, body]) => {
    if (status < 400) return [];
    const error = problemOfAnswer({ node: 'recorded', route: 'GET /', secrets: [] }, status, body);
    const leak = leakIn(error, secrets) === null ? [] : ['a secret shows in a problem'];
    return error.problem.message.includes('without a reason') && canonicalJson(body) !== '""'
      ? ['words were lost', ...leak]
      : leak;
  });
}

function pairsIn(value: JsonValue): readonly (readonly [number, JsonValue])[] {
  if (Array.isArray(value)) {
    const [status, body] = value as readonly JsonValue[];
    const pair = value.length === 2 && typeof status === 'number' && status >= 100 && status < 600;
    return pair ? [[status, body ?? null]] : value.flatMap((inner: JsonValue) => pairsIn(inner));
  }
  return isJsonObject(value) ? Object.values(value).flatMap((inner) => pairsIn(inner)) : [];
}

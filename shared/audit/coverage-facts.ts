import { readYaml } from '../config/yaml-text.ts';
import type { YamlDialect } from '../config/yaml-schema.ts';
import type { GatewayKind } from '../fleet/node.ts';
import type { Resource, Snapshot } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { durationMs, type CoverageFacts } from './gap-reasons.ts';

/** What can be told of a node's log, whatever the time is. */
export type LogFacts = Omit<CoverageFacts, 'nowMs'>;

const NONE: LogFacts = { loggingOff: null, retentionMs: null, firstSeenMs: null };
const RETENTION = 'maximum_spend_logs_retention_period';
const LITELLM_OFF = 'disable_spend_logs';
/** Without it dwctl 10.13.1 neither logs nor charges; `enable_request_logging` keeps only what was said in calls. */
const DOUBLEWORD_ON = 'enable_analytics';
/** Rows that were made with no clock (1970) say nothing. */
const PLAUSIBLE_MS = Date.UTC(2020, 0, 1);

/**
 * What a snapshot says of its node's log. LiteLLM tells how long it keeps rows (1.81.13, 1.106.2); whether it writes any
 * stands in no answer of its API, only in its config file. Doubleword tells neither (dwctl 10.13.1).
 */
export function factsOfSnapshot({ resources }: Pick<Snapshot, 'resources'>): LogFacts {
  const settings = new Map(
    resources
      .filter(({ kind }) => kind === 'setting')
      .map(({ id, fields }) => [id, fields['value'] ?? null] as const),
  );
  return {
    loggingOff:
      settings.get(`general_settings.${LITELLM_OFF}`) === true ? off(`${LITELLM_OFF} is set`) : null,
    retentionMs: retentionOf(settings.get(`general_settings.${RETENTION}`)),
    firstSeenMs: earliest(resources.map(madeMs)),
  };
}

/**
 * What a gateway's own config file says of its log. Nothing when the file cannot be read as YAML.
 *
 * @param file how the file is called, for the sentence
 */
export function factsOfConfig(kind: GatewayKind, file: string, text: string): LogFacts {
  const { dialect, facts } = CONFIG_FILES[kind];
  const { value } = readYaml(text, dialect);
  return isJsonObject(value) ? { ...NONE, ...facts(value, file) } : NONE;
}

/** How each gateway's parser reads its own config file, and what is said there of the log. */
const CONFIG_FILES: Readonly<
  Record<
    GatewayKind,
    {
      readonly dialect: YamlDialect;
      readonly facts: (value: JsonObject, file: string) => Partial<LogFacts>;
    }
  >
> = {
  litellm: {
    dialect: 'python',
    facts: ({ general_settings: general }, file) =>
      isJsonObject(general)
        ? {
            loggingOff: general[LITELLM_OFF] === true ? off(`${file} has ${LITELLM_OFF}: true`) : null,
            retentionMs: retentionOf(general[RETENTION]),
          }
        : {},
  },
  doubleword: {
    dialect: 'serde',
    facts: (value, file) =>
      value[DOUBLEWORD_ON] === false
        ? { loggingOff: `${off(`${file} has ${DOUBLEWORD_ON}: false`)} Nor does it charge anybody.` }
        : {},
  },
};

/** The first that says something of each; what the running node tells stands before what a file says. */
export function combineFacts(facts: readonly LogFacts[]): LogFacts {
  const first = <K extends keyof LogFacts>(name: K): LogFacts[K] | null =>
    facts.find((one) => one[name] !== null)?.[name] ?? null;
  return {
    loggingOff: first('loggingOff'),
    retentionMs: first('retentionMs'),
    firstSeenMs: first('firstSeenMs'),
  };
}

function off(why: string): string {
  return `The gateway writes no log: ${why}.`;
}

function retentionOf(value: JsonValue | undefined): number | null {
  return typeof value === 'string' ? durationMs(value) : null;
}

function madeMs({ observed }: Resource): number | null {
  const made = createdAt(observed);
  const ms = made === null ? Number.NaN : Date.parse(made);
  return Number.isNaN(ms) || ms < PLAUSIBLE_MS ? null : ms;
}

function createdAt(observed: JsonObject): string | null {
  const value = observed['created_at'];
  return typeof value === 'string' ? value : null;
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (least, ms) => (ms === null || (least !== null && least <= ms) ? least : ms),
    null,
  );
}

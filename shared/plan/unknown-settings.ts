import { GATEWAY_NAMES, type NodeEntry } from '../fleet/node.ts';
import { KIND_NAMES, type Resource } from '../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { GATEWAY_PLANNINGS } from './gateway-plannings.ts';
import { nearNames } from './near-names.ts';

/** A setting that something is wanted to have, and that its gateway is not known to have. */
export interface UnknownSetting {
  readonly name: string;
  /** A sentence that names it. */
  readonly message: string;
  readonly fix: string;
}

/**
 * The settings of what is wanted that no known release of its gateway has, and that the node shows on nothing of that
 * kind. A newer release may have them: this refuses nothing. Settings that are wanted to be absent are none. Pure.
 * @param held what the node holds.
 */
export function unknownSettings(
  { name: node, kind: gateway }: Pick<NodeEntry, 'name' | 'kind'>,
  { kind, name, settings }: Pick<Resource, 'kind' | 'name' | 'settings'>,
  held: readonly Resource[],
): readonly UnknownSetting[] {
  const named = Object.entries(settings).filter(([, value]) => !isAbsent(value));
  const known = named.length === 0 ? null : GATEWAY_PLANNINGS[gateway].settings(kind);
  if (known === null) return [];
  const shown = held.flatMap((one) => (one.kind === kind ? Object.keys(one.settings) : []));
  const all = new Set([...known, ...shown]);
  return named.flatMap(([setting]) => {
    if (all.has(setting)) return [];
    const [near] = nearNames(setting, all);
    return [
      {
        name: setting,
        message: `settings.${setting} of the ${KIND_NAMES[kind]} "${name}" is not known: no release of ${GATEWAY_NAMES[gateway]} that is known here has it, and ${node} shows it on no ${KIND_NAMES[kind]}. Most likely it is dropped without a word, and the push ends as a mismatch.`,
        fix: `${near === undefined ? 'Check the spelling, or leave it out' : `Check the spelling: perhaps settings.${near} is meant. Else leave it out`}, unless the release of ${node} is a newer one that has it.`,
      },
    ];
  });
}

function isAbsent(value: JsonValue): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}

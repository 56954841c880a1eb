import { KIND_NAMES, type Resource } from '../../fleet/snapshot.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import type { TakenParts } from '../gateway-planning.ts';
import type { FieldChange } from '../plan.ts';
import { DOUBLEWORD_KINDS, type KindRules } from './kind-rules.ts';

/**
 * Splits the changes of one resource of Doubleword into those that a PATCH takes and those that it drops, though it
 * answers as if it had taken them (dwctl 8.94.2, 10.13.1).
 */
export function takenParts(
  node: string,
  { kind, name }: Pick<Resource, 'kind' | 'name'>,
  changes: readonly FieldChange[],
): TakenParts {
  const rules = DOUBLEWORD_KINDS[kind];
  if (rules === undefined) return { taken: changes, left: [] };
  const of = (fate: Fate): readonly FieldChange[] =>
    changes.filter((change) => fateOf(rules, change) === fate);
  const paths = (fate: Fate): string =>
    of(fate)
      .map(({ path }) => path)
      .join(', ');
  const what = `of the ${KIND_NAMES[kind]} "${name}" on ${node}`;
  const [shown, made, kept] = [paths('shown'), paths('made'), paths('kept')];
  return {
    taken: of('taken'),
    left: [
      ...(shown === '' ? [] : [`${shown} ${what} can only be read: it is not in this plan.`]),
      ...(made === ''
        ? []
        : [
            `${made} ${what} can only be given when it is made: it is not in this plan. Delete it and make it anew, or leave it as it is.`,
          ]),
      ...(kept === ''
        ? []
        : [
            `${kept} ${what} cannot be removed here: Doubleword keeps the value when it is told to clear it. It is not in this plan, and stays as it is; give it another value, or delete the ${KIND_NAMES[kind]} and make it anew.`,
          ]),
    ],
  };
}

/** What the gateway says of everything that it has just made. */
const AS_MADE: ReadonlySet<JsonValue | undefined> = new Set<JsonValue | undefined>([
  undefined,
  null,
  false,
  'native',
  'individual',
  'organization',
  'proxy-header',
]);

/**
 * What is wanted of something new without what can only be read; what of it would be otherwise is a warning.
 */
export function withoutReported(node: string, wanted: Resource, warn: (message: string) => void): Resource {
  const shown = DOUBLEWORD_KINDS[wanted.kind]?.shownOnly ?? [];
  const isShown = (name: string): boolean => shown.includes(`settings.${name}`);
  const lost = Object.entries(wanted.settings).filter(
    ([name, value]) => isShown(name) && !AS_MADE.has(value) && !isOff(value),
  );
  if (lost.length > 0)
    warn(
      `${lost.map(([name]) => `settings.${name}`).join(', ')} of the ${KIND_NAMES[wanted.kind]} "${wanted.name}" on ${node} can only be read: it is not in this plan.`,
    );
  return {
    ...wanted,
    settings: Object.fromEntries(Object.entries(wanted.settings).filter(([name]) => !isShown(name))),
  };
}

/** Such as `cache_pricing` that is not enabled. */
function isOff(value: JsonValue): boolean {
  return isJsonObject(value) && value['enabled'] === false;
}

type Fate = 'taken' | 'shown' | 'made' | 'kept';

function fateOf({ shownOnly, onlyWhenMade, kept }: KindRules, { path, after }: FieldChange): Fate {
  const isIn = (paths: readonly string[]): boolean =>
    paths.some((one) => path === one || path.startsWith(`${one}.`));
  if (isIn(shownOnly)) return 'shown';
  if (isIn(onlyWhenMade)) return 'made';
  const isCleared = after === undefined || after === null || (Array.isArray(after) && after.length === 0);
  return isCleared && isIn(kept) ? 'kept' : 'taken';
}

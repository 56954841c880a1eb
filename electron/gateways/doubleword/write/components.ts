import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { textOr } from '../fields.ts';
import type { Session } from '../session.ts';
import { unlessGone } from './body.ts';

/** A part of a composite model. */
interface Component {
  /** Public name of the part. */
  readonly model: string;
  readonly weight: JsonValue;
  readonly enabled: boolean;
  /** Its place among the parts, from 0. */
  readonly place: number;
}

/** The parts that an operation wants, in their order; null where it does not say. */
export function componentsIn({ wanted = {} }: Pick<Operation, 'wanted'>): readonly Component[] | null {
  const { settings } = wanted;
  const rows = isJsonObject(settings ?? null) ? (settings as JsonObject)['components'] : undefined;
  if (rows === undefined) return null;
  const list: readonly JsonValue[] = Array.isArray(rows) ? rows : [];
  return list
    .filter(isJsonObject)
    .map((row, index) => ({
      model: textOr(row['model'], ''),
      weight: row['weight'] ?? null,
      enabled: row['enabled'] !== false,
      place: typeof row['sort_order'] === 'number' ? row['sort_order'] : index,
    }))
    .sort((a, b) => a.place - b.place);
}

/**
 * Adds and changes parts before it takes some away, so that a composite is never empty in between; then each is moved to its
 * place. A new one comes last, and `sort_order` moves the others (dwctl 10.13.1).
 * @param idOf id by public name.
 */
export async function writeComponents(
  session: Session,
  compositeId: string,
  before: readonly Component[],
  wanted: readonly Component[],
  idOf: ReadonlyMap<string, string>,
): Promise<void> {
  const path = ({ model }: Component): string =>
    `/models/${segment(compositeId)}/components/${segment(idOf.get(model) ?? '')}`;
  const partner = ({ model }: Component, list: readonly Component[]): Component | undefined =>
    list.find((one) => one.model === model);
  for (const one of wanted) {
    const { weight, enabled } = one;
    const was = partner(one, before);
    if (was === undefined) await session.send('POST', path(one), { weight, enabled });
    else if (was.weight !== weight || was.enabled !== enabled)
      await session.send('PATCH', path(one), { weight, enabled });
  }
  for (const one of before)
    if (partner(one, wanted) === undefined && idOf.has(one.model))
      await unlessGone(session.send('DELETE', path(one)));
  const order = [
    ...before.filter((one) => partner(one, wanted) !== undefined),
    ...wanted.filter((one) => partner(one, before) === undefined),
  ].map(({ model }) => model);
  if (wanted.every(({ model }, index) => order[index] === model)) return;
  for (const [index, one] of wanted.entries()) await session.send('PATCH', path(one), { sort_order: index });
}

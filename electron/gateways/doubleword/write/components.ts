import { isJsonObject } from '../../../../shared/json.ts';
import type { JsonObject, JsonValue } from '../../../../shared/json.ts';
import type { Operation } from '../../../../shared/plan/plan.ts';
import { segment } from '../../http/route.ts';
import { textOr } from '../fields.ts';
import type { Session } from '../session.ts';
import { unlessGone } from './body.ts';
import { rowsIn } from './names.ts';

/** A part of a composite model. */
interface Component {
  /** Public name of the part. */
  readonly model: string;
  readonly weight: JsonValue;
  readonly enabled: boolean;
  /** Its place among the parts is wanted, too. */
  readonly isPlaced: boolean;
}

/** The parts that an operation wants, in their order; null where it does not say. */
export function componentsIn({ wanted = {} }: Pick<Operation, 'wanted'>): readonly Component[] | null {
  const { settings } = wanted;
  const rows = isJsonObject(settings ?? null) ? (settings as JsonObject)['components'] : undefined;
  if (rows === undefined) return null;
  const list: readonly JsonValue[] = Array.isArray(rows) ? rows : [];
  const place = (row: JsonObject): number => Number(row['sort_order'] ?? 0);
  return list
    .filter(isJsonObject)
    .sort((a, b) => place(a) - place(b))
    .map((row) => ({
      model: textOr(row['model'], ''),
      weight: row['weight'] ?? null,
      enabled: row['enabled'] !== false,
      isPlaced: row['sort_order'] !== undefined,
    }));
}

/**
 * Adds and changes parts before it takes some away, so that a composite is never empty in between; then, where their order is
 * wanted, each is moved to its place: a new one comes last, and `sort_order` moves the others (dwctl 10.13.1). What is as
 * wanted already, as after a push that was cut off, is left alone.
 * @param before the parts that the plan found: only of these any is taken away.
 * @param idOf id by public name.
 */
export async function writeComponents(
  session: Session,
  compositeId: string,
  before: readonly Component[],
  wanted: readonly Component[],
  idOf: ReadonlyMap<string, string>,
): Promise<void> {
  const all = `/models/${segment(compositeId)}/components`;
  const now = await rowsIn(session, all);
  const held = new Map(now.map((row) => [partOf(row), row]));
  const path = ({ model }: Component): string => `${all}/${segment(idOf.get(model) ?? '')}`;
  for (const one of wanted) {
    const { model, weight, enabled } = one;
    const row = held.get(model);
    if (row === undefined) await session.send('POST', path(one), { weight, enabled });
    else if (row['weight'] !== weight || row['enabled'] !== enabled)
      await session.send('PATCH', path(one), { weight, enabled });
  }
  const isWanted = (model: string): boolean => wanted.some((one) => one.model === model);
  for (const one of before)
    if (!isWanted(one.model) && held.has(one.model)) await unlessGone(session.send('DELETE', path(one)));
  if (!wanted.some(({ isPlaced }) => isPlaced)) return;
  const order = [
    ...now.map(partOf).filter((model) => isWanted(model) || !before.some((one) => one.model === model)),
    ...wanted.map(({ model }) => model).filter((model) => !held.has(model)),
  ];
  for (const [index, one] of wanted.entries()) {
    const at = order.indexOf(one.model);
    if (at === index) continue;
    await session.send('PATCH', path(one), { sort_order: index });
    order.splice(index, 0, ...order.splice(at, 1));
  }
}

function partOf({ model }: JsonObject): string {
  return isJsonObject(model ?? null) ? textOr((model as JsonObject)['alias'], '') : '';
}

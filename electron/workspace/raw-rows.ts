import { isLosslessNumber, parse, stringify } from 'lossless-json';

import type { RawRows } from '../../shared/contract/answers.ts';
import type { Resource, ResourceKind } from '../../shared/fleet/snapshot.ts';
import { isJsonObject } from '../../shared/json.ts';

/** Words in the routes that list a kind; other routes only repeat parts of it. */
const ROUTES: Readonly<Record<ResourceKind, RegExp>> = {
  model: /model|deployment/i,
  endpoint: /endpoint/i,
  probe: /probe/i,
  modelGroup: /model/i,
  accessGroup: /access/i,
  credential: /credential/i,
  toolSource: /tool/i,
  team: /team|group/i,
  user: /user/i,
  key: /key/i,
  customer: /customer|end_user/i,
  tag: /tag/i,
  budget: /budget/i,
  organization: /organization/i,
  webhook: /webhook/i,
  grant: /transaction/i,
  guardrail: /guardrail/i,
  guardrailPolicy: /polic/i,
  policyAttachment: /polic|attachment/i,
  setting: /config|setting/i,
  status: /./,
};
/** Rows that say the same thing more than once are of no more use. */
const MOST_ROWS = 4;

/**
 * The rows of a gateway's answers that a resource was read from: the outermost object of each page that
 * bears its id. Pages are searched as text first, so that only those that name it are parsed.
 *
 * @param raw route -> JSON text of each page, as a pull keeps them
 */
export function findRawRows(
  raw: ReadonlyMap<string, readonly string[]>,
  resource: Pick<Resource, 'kind' | 'id' | 'name'>,
): RawRows['rows'] {
  const marks = [resource.id, resource.id.split(/[./]/).at(-1) ?? '', resource.name].filter(
    (mark, index, all) => mark !== '' && all.indexOf(mark) === index,
  );
  for (const mark of marks) {
    const rows = rowsWith(raw, ROUTES[resource.kind], mark);
    if (rows.length > 0) return rows;
  }
  return [];
}

function rowsWith(raw: ReadonlyMap<string, readonly string[]>, route: RegExp, mark: string): RawRows['rows'] {
  const spelled = JSON.stringify(mark);
  return [...raw]
    .filter(([name]) => route.test(name))
    .flatMap(([name, pages]) =>
      pages
        .filter((page) => page.includes(spelled))
        .flatMap((page) => {
          const row = outermost(readPage(page), mark);
          return row === null ? [] : [{ route: name, text: stringify(row, null, 2) ?? '' }];
        }),
    )
    .slice(0, MOST_ROWS);
}

/** Numbers stay as they were written; a page that is no JSON says nothing. */
function readPage(page: string): unknown {
  try {
    return parse(page);
  } catch {
    return null;
  }
}

/** The first object, searched level by level, that has the mark as a value of its own or of its `model_info`. */
function outermost(value: unknown, mark: string): unknown {
  let level: readonly unknown[] = [value];
  while (level.length > 0) {
    const found = level.find((one) => bears(one, mark));
    if (found !== undefined) return found;
    level = level.flatMap(inside);
  }
  return null;
}

function bears(value: unknown, mark: string): boolean {
  if (!isJsonObject(value) || isLosslessNumber(value)) return false;
  const { model_info: info } = value;
  return Object.values(value).includes(mark) || (isJsonObject(info) && info['id'] === mark);
}

function inside(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) && !isLosslessNumber(value) ? Object.values(value) : [];
}

/** Lists of numbers, one after the other: the list of a number lies from `from[number]` up to `from[number + 1]`. */
export interface NumberLists {
  readonly from: Uint32Array;
  readonly items: Uint32Array;
}

export function numberLists(lists: readonly (readonly number[])[]): NumberLists {
  const from = new Uint32Array(lists.length + 1);
  for (let list = 0; list < lists.length; list += 1)
    from[list + 1] = (from[list] ?? 0) + (lists[list]?.length ?? 0);
  const items = new Uint32Array(from[lists.length] ?? 0);
  let at = 0;
  for (const list of lists)
    for (const item of list) {
      items[at] = item;
      at += 1;
    }
  return { from, items };
}

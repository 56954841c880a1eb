/** Lists of numbers, one after the other: the list of a number lies from `from[number]` up to `from[number + 1]`. */
export interface NumberLists {
  readonly from: Uint32Array;
  readonly items: Uint32Array;
}

export function numberLists(lists: readonly (readonly number[])[]): NumberLists {
  const from = new Uint32Array(lists.length + 1);
  let length = 0;
  for (const [index, list] of lists.entries()) {
    length += list.length;
    from[index + 1] = length;
  }
  const items = new Uint32Array(length);
  for (const [index, list] of lists.entries()) items.set(list, from[index]);
  return { from, items };
}

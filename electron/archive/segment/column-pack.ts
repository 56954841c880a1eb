/** Several columns as one section, for those that are asked for together: unpacking a section costs more than its bytes. */

/** Puts columns one after the other, each behind its length. */
export function packColumns(columns: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(columns.reduce((sum, { length }) => sum + 4 + length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const column of columns) {
    view.setUint32(at, column.length, true);
    bytes.set(column, at + 4);
    at += 4 + column.length;
  }
  return bytes;
}

/** The columns again. Throws a RangeError when the bytes are not of so many. */
export function unpackColumns(bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const columns: Uint8Array[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length) throw new RangeError('Columns are cut off.');
    columns.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (at !== bytes.length) throw new RangeError('There are more columns than there must be.');
  return columns;
}

/**
 * Columns of whole numbers as bytes: of all numbers first the lowest byte, then the next, as many as the largest
 * number needs. High bytes are nearly all zero and shrink to nothing; reading takes no decision per number.
 */

const MAX_WIDTH = 7;
/** One more than the largest safe integer: columns that may be null are kept as one more than they are. */
const HIGHEST = 2 ** 53;

/** How a column is made smaller before it is cut into bytes. */
export type Shape =
  /** As they are; not below zero. */
  | 'plain'
  /** Each as its difference from the one before it, which may be negative. */
  | 'delta';

/** The bytes of a column. The first is the width of a number. Throws a RangeError for what is no safe integer. */
export function toPlanes(values: Float64Array | Uint32Array, shape: Shape): Uint8Array {
  const ready = shape === 'plain' ? values : deltas(values);
  let highest = 0;
  for (let index = 0; index < ready.length; index += 1) {
    const value = ready[index] ?? 0;
    if (value > highest) highest = value;
    else if (!(value >= 0)) throw new RangeError('A column of counts holds a negative number.');
  }
  if (highest > HIGHEST) throw new RangeError('A column holds a number beyond 2^53.');
  const width = widthOf(highest);
  const bytes = new Uint8Array(1 + width * ready.length);
  bytes[0] = width;
  const narrow = Math.min(width, 4);
  for (let plane = 0; plane < narrow; plane += 1) {
    const at = 1 + plane * ready.length;
    const shift = plane * 8;
    // `| 0` and `>>>` keep the low 32 bits of larger numbers too.
    for (let index = 0; index < ready.length; index += 1) bytes[at + index] = (ready[index] ?? 0) >>> shift;
  }
  for (let plane = 4; plane < width; plane += 1) {
    const at = 1 + plane * ready.length;
    const scale = 2 ** (plane * 8);
    for (let index = 0; index < ready.length; index += 1)
      bytes[at + index] = Math.floor((ready[index] ?? 0) / scale);
  }
  return bytes;
}

/**
 * The column again. Throws a RangeError when the bytes are not of `count` numbers.
 *
 * @param values where it is put, `count` long
 */
export function fromPlanes(
  bytes: Uint8Array,
  count: number,
  shape: Shape,
  values: Float64Array = new Float64Array(count),
): Float64Array {
  const width = checkedPlanes(bytes, count)[0] ?? 0;
  const [second, third, fourth] = [1 + count, 1 + 2 * count, 1 + 3 * count];
  // The low planes at once, so that each number is written once.
  if (width === 0) values.fill(0);
  else if (width === 1) for (let index = 0; index < count; index += 1) values[index] = bytes[1 + index] ?? 0;
  else if (width === 2)
    for (let index = 0; index < count; index += 1)
      values[index] = (bytes[1 + index] ?? 0) | ((bytes[second + index] ?? 0) << 8);
  else if (width === 3)
    for (let index = 0; index < count; index += 1)
      values[index] =
        (bytes[1 + index] ?? 0) | ((bytes[second + index] ?? 0) << 8) | ((bytes[third + index] ?? 0) << 16);
  else
    for (let index = 0; index < count; index += 1)
      values[index] =
        ((bytes[1 + index] ?? 0) |
          ((bytes[second + index] ?? 0) << 8) |
          ((bytes[third + index] ?? 0) << 16) |
          ((bytes[fourth + index] ?? 0) << 24)) >>>
        0;
  for (let plane = 4; plane < width; plane += 1) {
    const at = 1 + plane * count;
    const scale = 2 ** (plane * 8);
    for (let index = 0; index < count; index += 1)
      values[index] = (values[index] ?? 0) + (bytes[at + index] ?? 0) * scale;
  }
  if (shape === 'plain') return values;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    before += unzigzag(values[index] ?? 0);
    values[index] = before;
  }
  return values;
}

/** The bytes of a column, if they are those of `count` numbers. Throws a RangeError when they are not. */
export function checkedPlanes(bytes: Uint8Array, count: number): Uint8Array {
  const width = bytes[0] ?? 0;
  if (width > MAX_WIDTH || bytes.length !== 1 + width * count)
    throw new RangeError('A column has not as many bytes as it must have.');
  return bytes;
}

/** One number of a column that is `plain`, read from its bytes alone. */
export function planeNumber(bytes: Uint8Array, count: number, index: number): number {
  const width = bytes[0] ?? 0;
  let value = 0;
  for (let plane = width - 1; plane >= 0; plane -= 1)
    value = value * 256 + (bytes[1 + plane * count + index] ?? 0);
  return value;
}

/**
 * A column of small numbers, such as those of words.
 *
 * @param values where it is put, `count` long
 */
export function wordsFromPlanes(
  bytes: Uint8Array,
  count: number,
  values: Uint32Array = new Uint32Array(count),
): Uint32Array {
  const width = bytes[0] ?? 0;
  if (width > 4 || bytes.length !== 1 + width * count)
    throw new RangeError('A column has not as many bytes as it must have.');
  if (width === 0) values.fill(0);
  else for (let index = 0; index < count; index += 1) values[index] = bytes[1 + index] ?? 0;
  for (let plane = 1; plane < width; plane += 1) {
    const at = 1 + plane * count;
    const shift = plane * 8;
    for (let index = 0; index < count; index += 1)
      values[index] = (values[index] ?? 0) | ((bytes[at + index] ?? 0) << shift);
  }
  return values;
}

function deltas(values: Float64Array | Uint32Array): Float64Array {
  const differences = new Float64Array(values.length);
  let before = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    differences[index] = zigzag(value - before);
    before = value;
  }
  return differences;
}

/** Small numbers of either sign as small numbers. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function widthOf(highest: number): number {
  let width = 0;
  for (let rest = highest; rest >= 1; rest /= 256) width += 1;
  return width;
}

/**
 * A decimal number in one spelling: no exponent, no needless zeros, so that equal values are equal texts
 * (`300`, `300.00` and `3e2` are `300`). Exact: digits are moved, never computed. Null when it is no number.
 */
export function plainDecimal(value: string | number): string | null {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(String(value).trim());
  if (match === null) return null;
  const [, sign = '', whole = '', part = '', exponent = '0'] = match;
  if (whole + part === '') return null;
  const point = whole.length + Number(exponent);
  const digits = (whole + part)
    .padEnd(point, '0')
    .padStart(whole.length + part.length + Math.max(0, -point), '0');
  const at = Math.max(0, point);
  const before = digits.slice(0, at).replace(/^0+/, '') || '0';
  const after = digits.slice(at).replace(/0+$/, '');
  const size = after === '' ? before : `${before}.${after}`;
  return sign === '-' && size !== '0' ? `-${size}` : size;
}

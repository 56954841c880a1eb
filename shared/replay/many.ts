/** A number with what it counts: `1 request`, `1,234 requests`. */
export function many(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : more}`;
}

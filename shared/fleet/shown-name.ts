/**
 * A name as it is shown: one that is empty says so, and one with blanks at an end, or two in a row, stands in quotation marks
 * with its blanks as `·`, so that it is told from its neighbours. Every other name stays as it is. Pure.
 */
export function shownName(name: string): string {
  if (name === '') return '(no name)';
  if (!/^\s|\s$|\s{2}/u.test(name)) return name;
  return `"${name.replaceAll(/\s/gu, '·')}"`;
}

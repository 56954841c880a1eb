import { shownName } from '../../shared/fleet/shown-name.ts';

/** How a column of a text table is set. */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** A longer cell is cut in its middle, so that one of them does not take the table apart; other formats have it whole. */
const MOST_CHARACTERS = 200;
/** A name is cut sooner: beside it stand figures that are to be in sight with it. */
const MOST_OF_NAME = 72;
/** Of what is cut, this part of it from the end stays in sight. */
const TAIL = 1 / 5;

/** Sets rows in columns, two spaces apart, for a fixed-width font. Ends with a line break. */
export function renderTable(columns: readonly Column[], given: readonly (readonly string[])[]): string {
  const rows = given.map((cells) => cells.map((cell) => cutInMiddle(cell, MOST_CHARACTERS)));
  const widths = columns.map((column, index) =>
    Math.max(width(column.title), ...rows.map((row) => width(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(cell)));
        return columns[index]?.align === 'right' ? padding + cell : cell + padding;
      })
      .join('  ')
      .trimEnd();
  return `${[columns.map(({ title }) => title), ...rows].map(line).join('\n')}\n`;
}

/** A name of a gateway as it stands in a table: in sight even where it is empty, and not too long for one. */
export function nameInTable(name: string): string {
  return cutInMiddle(shownName(name), MOST_OF_NAME);
}

function cutInMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = Array.from(text);
  if (characters.length <= most) return text;
  const tail = Math.round(most * TAIL);
  return `${characters.slice(0, most - tail - 1).join('')}…${characters.slice(-tail).join('')}`;
}

/** Columns a text takes on a terminal: CJK characters take two, combining marks none. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}

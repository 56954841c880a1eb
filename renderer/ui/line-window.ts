/**
 * Of a longer list, this many lines are laid out at a time. A browser counts in floats of 32 bits: beyond 2^23 pixels
 * from the top, lines of 30 and less are no longer drawn where they should be, and beyond 2^25 not at all.
 */
export const LAID_OUT = 250_000;
/**
 * A scroll farther than this, pixels, is a drag of the scroll bar: it means a place in the whole list. What a wheel
 * does at once is less; a bar that is dragged by one pixel moves more, on a screen of up to 1800 pixels.
 */
const JUMP_PX = 4_000;
/** So near to an end of what is laid out, in lines, the next part is laid out around the same line. */
const EDGE_LINES = 200;

/** Which lines of a list are laid out: from `shift` on, `LAID_OUT` of them or all. */
export interface LineWindow {
  /** How many lines the list has. */
  readonly count: number;
  readonly shift: number;
}

/** Where things are on the screen, pixels. */
export interface LineView {
  readonly rowHeight: number;
  /** Of what is in sight. */
  readonly height: number;
}

/** What is laid out after a scroll, and where it is scrolled to, pixels. */
export interface Scrolled {
  readonly shift: number;
  readonly top: number;
}

/** How many lines are laid out. */
export function laidOut({ count }: Pick<LineWindow, 'count'>): number {
  return Math.min(count, LAID_OUT);
}

/**
 * What is laid out when a person scrolled from one place to another, pixels. A wheel moves by lines; a drag of the
 * scroll bar leads to that part of the whole list; before an end of what is laid out comes into sight, the lines around
 * are laid out anew, with the same ones in sight.
 */
export function followScroll(window: LineWindow, from: number, to: number, view: LineView): Scrolled {
  const lines = laidOut(window);
  const hidden = window.count - lines;
  const stay = { shift: Math.min(window.shift, hidden), top: to };
  if (hidden === 0) return stay;
  if (Math.abs(to - from) > JUMP_PX) {
    const part = to / Math.max(1, lines * view.rowHeight - view.height);
    return { shift: Math.round(Math.min(1, Math.max(0, part)) * hidden), top: to };
  }
  const line = to / view.rowHeight;
  const half = Math.floor(lines / 2);
  if (line < EDGE_LINES && stay.shift > 0) {
    const move = Math.min(stay.shift, half);
    return { shift: stay.shift - move, top: to + move * view.rowHeight };
  }
  if (line + view.height / view.rowHeight > lines - EDGE_LINES && stay.shift < hidden) {
    const move = Math.min(hidden - stay.shift, half);
    return { shift: stay.shift + move, top: to - move * view.rowHeight };
  }
  return stay;
}

/** What has to be laid out so that a line can be scrolled to: what is, where it is part of that. */
export function shiftTo(window: LineWindow, line: number): number {
  const lines = laidOut(window);
  if (line >= window.shift && line < window.shift + lines) return window.shift;
  return Math.min(window.count - lines, Math.max(0, line - Math.floor(lines / 2)));
}

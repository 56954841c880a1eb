import './icon.css';

/** Pictures on a 16 px grid, drawn with one 1.5 px line. */
const PATHS = {
  overview: 'M2.5 2.5h4.5v5H2.5zM9 2.5h4.5v3H9zM9 7.5h4.5v6H9zM2.5 9.5h4.5v4H2.5z',
  fleet: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01M8 5h3M8 11h3',
  config: 'M4 2.5h5.5l3 3v8H4zM9.5 2.5v3h3M6.5 8.5h4M6.5 11h2.5',
  changes:
    'M4.5 5.5v5M4.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM4.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM11.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM11.5 10.5V7a2 2 0 0 0-2-2H8M9.5 3 7.5 5l2 2',
  audit: 'M2.5 4h11M2.5 8h7M2.5 12h4.5M12.6 12.6 14 14M11 13a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  costs: 'M2.5 13.5h11M4.5 11V8M8 11V3M11.5 11V6',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  activity: 'M1.5 8h3l2-5 3 10 2-5h3',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  up: 'm4.5 9.5 3.5-3.5 3.5 3.5',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  next: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  close: 'm4 4 8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  save: 'M8 2.5v7M5 7l3 3 3-3M2.5 11v2.5h11V11',
  pull: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10',
  push: 'M8 11V3M4.5 6 8 2.5 11.5 6M3 13.5h10',
  refresh: 'M13 8a5 5 0 1 1-1.6-3.7M13.5 2v3h-3',
  key: 'M5.5 10.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.5 7.5h5v2.5M11 7.5v2',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  folder: 'M2 4h4l1.5 1.5H14V13H2z',
  file: 'M4 2.5h5.5l3 3v8H4zM9.5 2.5v3h3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  external: 'M6 3.5H3v9.5h9.5v-3M9 2.5h4.5V7M13 3 7.5 8.5',
  compare: 'M6.5 2.5h-4v11h4M9.5 2.5h4v11h-4M8 1.5v13',
  swap: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12h.01',
  back: 'M6 3 2.5 6.5 6 10M2.5 6.5h7a4 4 0 0 1 0 8H7',
  pencil: 'm10.5 3 2.5 2.5-7.5 7.5H3v-2.5z',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture that repeats what words beside it say; hidden from assistive technology. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

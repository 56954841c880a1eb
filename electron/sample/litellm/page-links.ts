import type { ValueObject } from './python.ts';

/** The relative links of a paged answer on `/management/v1/*` (LiteLLM 1.106.2). */
export function pageLinks(path: string, query: URLSearchParams, page: number, pages: number): ValueObject {
  const to = (number: number): string => pageLink(path, query, number);
  return {
    self: to(page),
    first: to(1),
    prev: page > 1 ? to(page - 1) : null,
    next: page < pages ? to(page + 1) : null,
    last: to(Math.max(1, pages)),
  };
}

/** The link of one page: the query as it was asked, the page last. */
export function pageLink(path: string, query: URLSearchParams, page: number): string {
  const changed = new URLSearchParams(query);
  changed.delete('page');
  changed.append('page', String(page));
  return `${path}?${changed.toString()}`;
}

import { ProblemError } from '../../../shared/result.ts';

/**
 * One part of a path from an id: slashes, spaces and the like are escaped. `.` and `..` cannot be: they
 * would change the route, so they are refused.
 */
export function segment(id: string): string {
  if (id === '' || id === '.' || id === '..') throw unusable(id);
  return encodeURIComponent(id);
}

/** A route that stays below the node's address, whatever ids it was made of. */
export function checkRoute(path: string): string {
  const plain = /^(?:\/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+$/.test(path);
  const steps = path.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
  if (!plain || steps) throw unusable(path);
  return path;
}

function unusable(text: string): ProblemError {
  return new ProblemError({
    code: 'refused',
    message: `"${text}" cannot be part of a route, so nothing was sent.`,
    next: 'Rename it on the gateway itself.',
  });
}

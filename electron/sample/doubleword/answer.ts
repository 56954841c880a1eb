/** What a simulated route answers. `type` null: no content type and no body. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/** A plain sentence: how dwctl 10.13.1 says most errors. */
export function text(status: number, sentence: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: sentence };
}

/** An answer without a body. */
export function empty(status: number): Answer {
  return { status, type: null, body: '' };
}

/** The dashboard page that dwctl 10.13.1 sends with status 200 for every GET route it does not know. */
export function dashboard(): Answer {
  const body =
    '<!doctype html>\n<html lang="en">\n<head><title>Control layer</title></head>\n<body></body>\n</html>\n';
  return { status: 200, type: 'text/html', body, headers: { 'cache-control': 'no-cache' } };
}

/** 404 of a route that names its kind of thing, such as `Group with ID … not found`. */
export function notFound(what: string, id: string): Answer {
  return text(404, `${what} with ID ${id} not found`);
}

/** 404 of a route that does not. */
export const RESOURCE_NOT_FOUND: Answer = text(404, 'Resource not found');

/** 409 for almost every duplicate. */
export const ALREADY_EXISTS: Answer = json(409, { message: 'Resource already exists', resource: 'unknown' });

/** Thrown inside a route to answer at once. */
export class AnswerError extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.name = 'AnswerError';
    this.answer = answer;
  }
}

/** Ends the route with this answer. */
export function refuse(answer: Answer): never {
  throw new AnswerError(answer);
}

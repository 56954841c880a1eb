import { repr, type Value } from './python.ts';

/** What a route answers. `raw` is JSON text that was built elsewhere; it stands in for `body`. */
export interface Answer {
  readonly status: number;
  readonly body: Value;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that ends a call early. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Refused with ${answer.status}`);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** A 200. */
export function ok(body: Value): Answer {
  return { status: 200, body };
}

/** The shape `{"error":{message,type,param,code}}`; LiteLLM 1.106.2 spells the code as text. */
export function proxyError(
  status: number,
  message: string,
  { type = 'auth_error', param = 'None' }: { type?: string | null; param?: string | null } = {},
): Refusal {
  return new Refusal({ status, body: { error: { message, type, param, code: String(status) } } });
}

/** The same shape with a Python dictionary printed as its message, as LiteLLM 1.106.2 does for most routes. */
export function wrappedError(
  status: number,
  detail: Value,
  shape: { type?: string; param?: string | null } = { type: 'internal_server_error', param: null },
): Refusal {
  return proxyError(status, repr(detail), shape);
}

/** The shape `{"detail":…}`. */
export function detailError(status: number, detail: Value): Refusal {
  return new Refusal({ status, body: { detail } });
}

/** One field that did not validate. */
export interface InvalidField {
  readonly type: string;
  readonly loc: readonly string[];
  readonly msg: string;
  /** What was given, and facts on the rule: LiteLLM 1.81.13 says them, 1.106.2 does not. */
  readonly input?: Value;
  readonly ctx?: Value;
}

/** A 422 with its list of fields. */
export function invalid(fields: readonly InvalidField[]): Refusal {
  return new Refusal({
    status: 422,
    body: {
      detail: fields.map(({ type, loc, msg, input = null, ctx }) => ({
        type,
        loc: [...loc],
        msg,
        input,
        ...(ctx === undefined ? {} : { ctx }),
      })),
    },
  });
}

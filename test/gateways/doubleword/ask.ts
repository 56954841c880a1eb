/** Asks the admin API as plainly as can be, not as the product does. Rejects when it says no. */
export async function ask<T>(
  { url, masterKey }: { readonly url: string; readonly masterKey: string },
  method: 'GET' | 'POST',
  path: string,
  body?: Record<string, unknown>,
): Promise<T> {
  const answer = await fetch(`${url}/admin/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${masterKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${String(answer.status)}: ${text}`);
  return JSON.parse(text) as T;
}

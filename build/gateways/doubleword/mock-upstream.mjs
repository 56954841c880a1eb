import { createServer } from 'node:http';

/** Models that it has; one whose name ends with `-broken` fails. */
const MODELS = ['mock-small', 'mock-large', 'mock-chat', 'mock-free', 'mock-broken'];

/** A provider that runs. @typedef {{ url: string, stop: () => Promise<void> }} MockUpstream */

/**
 * Starts a provider on loopback that costs nothing. Tokens follow from the question: one for each of its words, and as
 * many for the answer as `max_tokens` says, or 7.
 *
 * @param {number} [port] any free one when left out
 * @returns {Promise<MockUpstream>}
 */
export async function startMockUpstream(port = 0) {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${own}/v1`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response) {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === 'GET') {
    const data = MODELS.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'mock' }));
    send(response, 200, { object: 'list', data });
    return;
  }
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  if (String(body.model).endsWith('-broken')) {
    send(response, 500, { error: { message: 'made to fail', type: 'server_error' } });
    return;
  }
  send(response, 200, completion(body));
}

/**
 * @param {{ model?: string, messages?: readonly { content?: string }[], max_tokens?: number }} body
 */
function completion({ model = '', messages = [], max_tokens: asked }) {
  const words = messages.reduce(
    (sum, { content = '' }) => sum + content.split(/\s+/).filter(Boolean).length,
    0,
  );
  const said = asked ?? 7;
  return {
    id: 'chatcmpl-mock',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: words, completion_tokens: said, total_tokens: words + said },
  };
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
function send(response, status, body) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

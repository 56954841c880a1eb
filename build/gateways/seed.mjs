import { say, StepError } from '../setup/step.mjs';
import * as data from './seed-data.mjs';

/** How many calls are under way at once. */
const AT_ONCE = 6;

/** Bodies for one route, in any order among themselves. @typedef {readonly [path: string, bodies: readonly data.Body[]]} Step */

/** In the order in which one thing refers to another. @type {readonly Step[]} */
const STEPS = [
  ['/budget/new', data.budgets],
  ['/team/new', data.teams],
  ['/user/new', data.users],
  ['/model/new', data.models],
  ['/team/member_add', data.members],
  ['/key/generate', data.keys],
  ['/customer/new', data.customers],
  ['/tag/new', data.tags],
  ['/credentials', [data.credential]],
  ['/v1/access_group', [data.accessGroup]],
  ['/guardrails', [data.guardrail]],
  ...data.policies.map((policy) => /** @type {Step} */ (['/policies', [policy]])),
  ['/policies/attachments', data.attachments],
  ['/config/field/update', [data.setting]],
];

/**
 * Fills a new proxy over its own admin API. A route that a release does not have is left out, and said. Rejects when
 * anything else is refused.
 *
 * @param {{ url: string, key: string }} proxy
 */
export async function seedProxy({ url, key }) {
  const began = Date.now();
  let made = 0;
  for (const [path, bodies] of STEPS) {
    const waiting = [...bodies];
    const worker = async () => {
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        const one = await post({ url, key }, path, body);
        made += one;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  say(`seeded ${made} things in ${((Date.now() - began) / 1000).toFixed(0)} s`);
}

/**
 * @param {{ url: string, key: string }} proxy
 * @param {string} path
 * @param {data.Body} body
 * @returns {Promise<number>} how many things were made: 1, or 0 where the release lacks the route
 */
async function post({ url, key }, path, body) {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await answer.text();
  if (answer.ok) return 1;
  if (answer.status === 404 && text === '{"detail":"Not Found"}') {
    say(`not in this release, so not seeded: POST ${path}`);
    return 0;
  }
  throw new StepError(
    `The proxy refused POST ${path} with ${answer.status}: ${text.slice(0, 500)}`,
    'its log says why, while it runs: node build/gateways.mjs --serve',
  );
}

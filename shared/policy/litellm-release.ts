import { rulesOf, type ReleaseRules } from '../replay/litellm/release-rules.ts';

/** The release whose rules are taken where a node does not tell its own. */
const NEWEST = '1.106.2';

/** What LiteLLM checks in the release that a node tells, or the nearest that is known; in the newest where it tells none. */
export function releaseOf(version: string | null): ReleaseRules {
  const chosen = rulesOf(version ?? NEWEST) ?? rulesOf(NEWEST);
  if (chosen === null) throw new Error(`The rules of LiteLLM ${NEWEST} are known.`);
  return chosen.rules;
}

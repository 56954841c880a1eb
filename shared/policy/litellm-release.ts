import { NEWEST_RULES, rulesOf, type ReleaseRules } from '../replay/litellm/release-rules.ts';

/** What LiteLLM checks in the release that a node tells, or the nearest that is known; in the newest where it tells none. */
export function releaseOf(version: string | null): ReleaseRules {
  return (version === null ? null : rulesOf(version)?.rules) ?? NEWEST_RULES;
}

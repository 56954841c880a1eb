import { objectOf, textOf, textsOf, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** The guardrails of a policy with those it inherits, its own first. */
export function resolvedGuardrails(policy: Row, store: Store): readonly string[] {
  const removed = new Set(textsOf(policy['guardrails_remove']));
  const parent = store.policies.by('name', textOf(policy['inherit']))[0];
  const inherited = parent === undefined ? [] : resolvedGuardrails(parent, store);
  return [...new Set([...textsOf(policy['guardrails_add']), ...inherited])].filter(
    (name) => !removed.has(name),
  );
}

/** Whom a request is made for, by the aliases that policies are attached to. */
export interface PolicySubject {
  readonly team: string;
  readonly key: string;
  readonly model: string;
}

/** A policy that holds for a subject, and what it was attached by. */
export interface MatchedPolicy {
  readonly policy: Row;
  readonly via: string;
}

/** The policies in production that hold for a subject: attached, and their condition met. */
export function matchedPolicies(subject: PolicySubject, store: Store): readonly MatchedPolicy[] {
  const all = store.attachments.all();
  const ordered = store.release === '1.81.13' ? all.toReversed() : all;
  return ordered.flatMap((attachment) => {
    const via = attachedBy(attachment, subject);
    const policy = store.policies
      .by('name', textOf(attachment['policy_name']))
      .find((row) => row['version_status'] === 'production');
    if (via === null || policy === undefined || !conditionMet(policy, subject)) return [];
    return [{ policy, via }];
  });
}

function attachedBy(attachment: Row, { team, key }: PolicySubject): string | null {
  if (attachment['scope'] === '*') return 'scope:*';
  if (team !== '' && textsOf(attachment['teams']).some((name) => fits(name, team))) return `team:${team}`;
  if (key !== '' && textsOf(attachment['keys']).some((name) => fits(name, key))) return `key:${key}`;
  return null;
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function conditionMet(policy: Row, { model }: PolicySubject): boolean {
  const wanted = objectOf(policy['condition'])['model'];
  return typeof wanted !== 'string' || new RegExp(`^(?:${wanted})`).test(model);
}

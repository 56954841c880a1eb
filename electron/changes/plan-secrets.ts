import type { SecretList } from '../../shared/contract/answers.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Operation } from '../../shared/plan/plan.ts';
import { fillSecrets, secretNames } from '../../shared/plan/secret-references.ts';
import { ProblemError } from '../../shared/result.ts';

/** Finds a secret by the name a plan gives it; null when there is none. */
export type SecretLookup = (name: string) => string | null;

/** The secrets that operations write, by name, with what each is written into. */
export function neededSecrets(operations: readonly Operation[], lookup: SecretLookup): SecretList['secrets'] {
  const users = new Map<string, string[]>();
  for (const { node, kind, name, wanted } of operations) {
    for (const secret of secretNames(wanted)) {
      const usedBy = users.get(secret) ?? [];
      usedBy.push(`${node}: ${kind} ${name}`);
      users.set(secret, usedBy);
    }
  }
  return [...users]
    .map(([name, usedBy]) => ({ name, found: lookup(name) !== null, usedBy }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Throws `secret_missing`, naming all that are. Nothing may be sent then. */
export function requireSecrets(operations: readonly Operation[], lookup: SecretLookup): void {
  const missing = neededSecrets(operations, lookup).filter(({ found }) => !found);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  throw new ProblemError({
    code: 'secret_missing',
    message: `The plan writes ${missing.length === 1 ? 'a secret that is' : 'secrets that are'} not at hand: ${names}. Nothing was sent.`,
    next: `Set ${missing.length === 1 ? 'the environment variable' : 'the environment variables'} ${names}, or give ${missing.length === 1 ? 'it' : 'them'} when you push.`,
    where: missing.flatMap(({ usedBy }) => usedBy.slice(0, 1)).join('; '),
  });
}

/**
 * Throws `secret_reserved` when a plan names a key by which Gatehouse reaches a node: it goes to its own node and
 * nowhere else, whatever a plan from a file says.
 */
export function requireNoKeys(operations: readonly Operation[], nodes: readonly NodeEntry[]): void {
  const keys = new Set(
    nodes.flatMap(({ key, applyKey }) =>
      [key, applyKey].flatMap((reference) => (reference?.from === 'env' ? [reference.name] : [])),
    ),
  );
  const taken = neededSecrets(operations, () => null).find(({ name }) => keys.has(name));
  if (taken === undefined) return;
  throw new ProblemError({
    code: 'secret_reserved',
    message: `The plan would write ${taken.name}, the key of a node, into something. Nothing was sent.`,
    next: 'Name another variable, and look at where this plan came from.',
    where: taken.usedBy[0] ?? taken.name,
  });
}

/** The secrets themselves that operations write: texts that may appear nowhere. */
export function secretTexts(operations: readonly Operation[], lookup: SecretLookup): readonly string[] {
  const names = new Set(operations.flatMap(({ wanted }) => secretNames(wanted)));
  // The longest first: one may hold another.
  return [...names].flatMap((name) => lookup(name) ?? []).sort((a, b) => b.length - a.length);
}

/** An operation with its secrets put in, for the adapter alone, and the texts that must appear nowhere else. */
export interface FilledOperation {
  readonly operation: Operation;
  readonly secrets: readonly string[];
}

/** Puts the secrets in. Throws `secret_missing` when one is gone since it was looked for. */
export function fillOperation(operation: Operation, lookup: SecretLookup): FilledOperation {
  const { wanted } = operation;
  const names = secretNames(wanted);
  if (wanted === undefined || names.length === 0) return { operation, secrets: [] };
  requireSecrets([operation], lookup);
  const secrets = new Map(names.map((name) => [name, lookup(name) ?? '']));
  const filled = fillSecrets(wanted, (name) => secrets.get(name) ?? '') as JsonObject;
  return { operation: { ...operation, wanted: filled }, secrets: secretTexts([operation], lookup) };
}

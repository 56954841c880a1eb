import type { JsonValue } from '../../shared/json.ts';
import { shownName } from '../../shared/fleet/shown-name.ts';
import { KIND_NAMES } from '../../shared/fleet/snapshot.ts';
import type { ChangeSummary, FieldChange, FileEdit, ResourceChange } from '../../shared/plan/plan.ts';
import { withNames, type ReferenceNames } from '../../shared/plan/reference-names.ts';
import { showReferences } from '../../shared/plan/secret-references.ts';

const SIGN = { create: '+', update: '~', delete: '-' } as const;
const COLOUR = { create: '\u001b[32m', update: '\u001b[33m', delete: '\u001b[31m' } as const;
const PLAIN = '\u001b[39m';

/** `1 to create, 2 to update, 0 to delete`. */
export function describeSummary(summary: ChangeSummary): string {
  return `${summary.create} to create, ${summary.update} to update, ${summary.delete} to delete`;
}

/** What only an edit of a config file can carry, with the file. */
export function describeFileEdit({ node, kind, name, fields }: FileEdit): string {
  const lines = fields.map((field) => `      ${describeField(field)}\n`);
  return `  edit nodes/${node}/config.yaml, ${KIND_NAMES[kind]} ${name}\n${lines.join('')}`;
}

/**
 * A change with its fields, one line each.
 * @param names what stands in place of ids.
 */
export function describeChange(change: ResourceChange, colour: boolean, names: ReferenceNames = {}): string {
  const sign = colour ? `${COLOUR[change.action]}${SIGN[change.action]}${PLAIN}` : SIGN[change.action];
  const fields = withNames(change.kind, change.fields, names).map(
    (field) => `      ${describeField(field)}\n`,
  );
  return `  ${sign} ${KIND_NAMES[change.kind]} ${shownName(change.name)}\n${fields.join('')}`;
}

function describeField({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${show(after)}`;
  if (after === undefined) return `${path}: ${show(before)} -> (not there)`;
  return `${path}: ${show(before)} -> ${show(after)}`;
}

/** A field that was read again and is not as it was wanted. `before` is what was wanted, `after` what is there. */
export function describeDifference({ path, before, after }: FieldChange): string {
  return `${path}: wanted ${showOrNothing(before)}, read again ${showOrNothing(after)}`;
}

function showOrNothing(value: JsonValue | undefined): string {
  return value === undefined ? '(not there)' : show(value);
}

function show(value: JsonValue | undefined): string {
  const shown = showReferences(value ?? null);
  return typeof shown === 'string' ? shown : JSON.stringify(shown);
}

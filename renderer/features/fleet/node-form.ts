import * as v from 'valibot';

import { NameSchema, NodeUrlSchema, type GatewayKind } from '../../../shared/fleet/node.ts';

/** What a person has typed so far. */
export interface NodeForm {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly url: string;
  readonly environment: string;
  readonly key: string;
}

export type NodeFormErrors = Partial<Record<keyof NodeForm, string>>;

/** What is wrong with a form, field by field; empty when nothing is. */
export function checkNodeForm(form: NodeForm, taken: readonly string[]): NodeFormErrors {
  const errors: NodeFormErrors = {};
  const name = v.safeParse(NameSchema, form.name);
  if (form.name === '') errors.name = 'Give the node a name.';
  else if (!name.success) errors.name = name.issues[0].message;
  else if (taken.includes(form.name)) errors.name = `There is a node ${form.name} already.`;
  const url = v.safeParse(NodeUrlSchema, form.url);
  if (!url.success) errors.url = url.issues[0].message;
  const environment = v.safeParse(NameSchema, form.environment);
  if (form.environment !== '' && !environment.success) errors.environment = environment.issues[0].message;
  if (form.key === '') errors.key = 'Give a key that may read the admin API.';
  return errors;
}

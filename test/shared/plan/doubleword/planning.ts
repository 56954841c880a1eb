import type { NodeEntry } from '../../../../shared/fleet/node.ts';
import {
  RESOURCE_KINDS,
  type Resource,
  type ResourceKind,
  type Snapshot,
} from '../../../../shared/fleet/snapshot.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { makePlan } from '../../../../shared/plan/make-plan.ts';
import type { Plan } from '../../../../shared/plan/plan.ts';
import { readResourceFile } from '../../../../shared/wanted/resource-file.ts';
import { wantedOfNode } from '../../../../shared/wanted/wanted-of-node.ts';

/** The node that plans are made for. */
export const ENTRY: NodeEntry = {
  name: 'dw-eu',
  kind: 'doubleword',
  url: 'http://127.0.0.1:3001',
  environment: 'prod',
  key: { from: 'keychain' },
};

/** Something that a node holds. */
export function one(kind: ResourceKind, name: string, more: Partial<Resource> = {}): Resource {
  return { kind, id: `id-${name}`, name, owner: 'database', fields: {}, settings: {}, observed: {}, ...more };
}

/** All that a node holds, read to its end. */
export function snapshot(resources: readonly Resource[]): Snapshot {
  return {
    format: 1,
    node: 'dw-eu',
    kind: 'doubleword',
    takenAt: '2026-11-01T10:00:00.000Z',
    version: null,
    sections: RESOURCE_KINDS.map((kind) => ({ kind, state: 'complete' as const, count: 0 })),
    resources,
    hash: 'h1',
  };
}

/** What the rows of a resource file plan on a node. */
export function plan(held: readonly Resource[], text: string, mode: Plan['mode'] = 'merge'): Plan {
  const { resources, kinds, findings } = readResourceFile(text);
  if (resources === null) throw new Error(JSON.stringify(findings));
  const now = snapshot(held);
  const wanted = wantedOfNode(null, { resources, kinds }, now, ENTRY);
  const targets = [{ entry: ENTRY, snapshot: now, wanted }];
  return makePlan({ id: 'p1', madeAt: '2026-11-01T10:05:00.000Z', mode, targets });
}

/** Operations in words: what is done, and to which fields. */
export const says = ({ operations }: Plan): readonly string[] =>
  operations.map(({ action, kind, name, fields }) =>
    [action, kind, name, ...fields.map(({ path }) => path)].join(' '),
  );
/** The node as a gateway that does just what it is told has it then. */
export function carriedOut(held: readonly Resource[], { operations }: Plan): readonly Resource[] {
  return held.map((resource) => {
    const own = operations.find(
      ({ kind, resourceId }) => kind === resource.kind && resourceId === resource.id,
    );
    const { settings = {}, ...fields } = own?.wanted ?? {};
    return {
      ...resource,
      fields: { ...resource.fields, ...fields },
      settings: { ...resource.settings, ...(settings as JsonObject) },
    };
  });
}

/** Why something that is wanted is not in a plan. */
export const left = ({ warnings }: Plan): string =>
  warnings
    .filter(({ leftOut }) => leftOut)
    .map(({ message }) => message)
    .join('\n');

/** All that a plan says besides its operations. */
export const warned = ({ warnings }: Plan): readonly string[] => warnings.map(({ message }) => message);

/** A user without roles. */
export const ALICE = one('user', 'alice', {
  fields: { roles: [] },
  settings: { email: 'a@x.test', display_name: 'A' },
});
/** A model with a price for realtime keys, on the endpoint below. */
export const LARGE = one('model', 'large', {
  fields: {
    target: 'm',
    inputPrice: '0.00001',
    outputPrice: '0.00003',
    tariffs: [
      {
        name: 'rt',
        inputPrice: '0.00001',
        outputPrice: '0.00003',
        purpose: 'realtime',
        completionWindow: null,
      },
    ],
    requestsPerMinute: 330,
  },
  settings: { endpoint_name: 'west', description: 'big' },
  observed: { hosted_on: 'id-west' },
});
/** An endpoint. */
export const WEST = one('endpoint', 'west', { settings: { url: 'http://127.0.0.1:1/v1' } });

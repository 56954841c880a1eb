import { afterAll, beforeAll, expect, it } from 'vitest';

import { differsFromWanted } from '../../electron/changes/verify.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { comparedPart } from '../../shared/plan/comparable.ts';
import { fieldChanges } from '../../shared/plan/field-changes.ts';
import type { Action, Operation } from '../../shared/plan/plan.ts';
import { fillSecrets } from '../../shared/plan/secret-references.ts';
import type { Specimen } from './specimens.ts';
import { work, type Target } from './target.ts';

/** What writing needs of the gateway under test. */
export interface WriteTarget extends Pick<Target, 'adapter' | 'connection' | 'close'> {
  /** Puts ids for the names of payers; left out where specimens name none. */
  readonly withIds?: (wanted: JsonObject) => Promise<JsonObject>;
}

/** Writes one of each kind and reads it again: the same for every kind of gateway. */
export function testWrites(
  open: () => Promise<WriteTarget>,
  specimens: readonly Specimen[],
  secrets: Readonly<Record<string, string>>,
): void {
  let target: WriteTarget;
  beforeAll(async () => (target = await open()));
  afterAll(() => target.close());

  async function apply(
    { kind, name }: Specimen,
    action: Action,
    named: JsonObject | null,
    before: Resource | null,
  ): Promise<{ readonly operation: Operation; readonly id: string }> {
    const wanted = named === null ? null : ((await target.withIds?.(named)) ?? named);
    const operation: Operation = {
      id: '1',
      node: 'under-test',
      action,
      kind,
      name,
      fields: [],
      ...(wanted === null ? {} : { wanted }),
      ...(before === null ? {} : { before, resourceId: before.id }),
    };
    const filled = wanted === null ? operation : { ...operation, wanted: withSecrets(wanted, secrets) };
    const { resourceId } = await target.adapter.apply(target.connection(), filled, work());
    return { operation, id: resourceId };
  }

  /** Reads again, alone and in the list, and holds both against what was wanted. */
  async function expectHeld(operation: Operation, id: string): Promise<Resource> {
    const { kind } = operation;
    const held = await target.adapter.reread(target.connection(), kind, id, work());
    expect(differsFromWanted(operation, held)).toEqual([]);
    if (held === null) throw new Error(`The ${kind} is not there.`);
    const { resources } = await target.adapter.pull(target.connection(), work());
    const listed = resources.find((resource) => resource.kind === kind && resource.id === id);
    const { fields, settings, name, owner } = held;
    expect(listed).toMatchObject({ name, owner, fields, settings });
    return held;
  }

  it.each(specimens.map((specimen) => [specimen.kind, specimen] as const))(
    'is there: one %s is made, changed and deleted',
    async (_kind, specimen) => {
      const made = await apply(specimen, 'create', specimen.create, null);
      let held = await expectHeld(made.operation, made.id);
      expect(held.name).toBe(specimen.name);
      if (specimen.update !== null) {
        const before = held;
        const changed = await apply(specimen, 'update', specimen.update, before);
        held = await expectHeld(changed.operation, changed.id);
        expect(strayed(before, held, specimen.update)).toEqual([]);
      }
      if (specimen.stays === true) return;
      await apply(specimen, 'delete', null, held);
      expect(await target.adapter.reread(target.connection(), specimen.kind, held.id, work())).toBeNull();
      // Deleting what is gone is no error.
      await apply(specimen, 'delete', null, held);
    },
  );
}

/** A push puts the secrets in just before it sends; what was wanted keeps their names. */
function withSecrets(wanted: JsonObject, secrets: Readonly<Record<string, string>>): JsonObject {
  return fillSecrets(wanted, (name) => secrets[name] ?? '') as JsonObject;
}

/** What an update changed although nobody wanted it to: fields, and settings by their first name. */
function strayed(before: Resource, after: Resource, wanted: JsonObject): readonly string[] {
  const named = isJsonObject(wanted['settings'] ?? null) ? Object.keys(wanted['settings'] as JsonObject) : [];
  const meant = new Set([...Object.keys(wanted), ...named.map((name) => `settings.${name}`)]);
  return fieldChanges(after.kind, comparedPart(before), comparedPart(after))
    .map(({ path }) => path)
    .filter((path) => {
      const [first = '', second = ''] = path.split('.');
      return !meant.has(first === 'settings' ? `settings.${second}` : first);
    });
}

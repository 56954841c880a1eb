import { join } from 'node:path';

import type { Resource } from '../../shared/fleet/snapshot.ts';
import type { JsonObject, JsonValue } from '../../shared/json.ts';
import { hideReferenced } from '../../shared/plan/hide-referenced.ts';
import {
  pathsIn,
  writtenReferences,
  type WrittenReferences,
} from '../../shared/wanted/written-references.ts';
import type { GatewayAdapter, PulledState } from '../gateways/adapter.ts';
import { parseJson } from '../gateways/http/lossless.ts';
import { redactValues } from '../gateways/http/redact.ts';
import { resourceFile } from './paths.ts';
import { readTextFile } from './read-file.ts';

/**
 * The adapter of a node, with what the node's resource file names by reference hidden in all that it reads: gateways
 * tell metadata and the like again in clear (LiteLLM 1.81.13, 1.106.2), and none of it may get into a snapshot, a raw
 * answer or a plan. Reading rejects with `file_not_read` or `file_not_text` when that file cannot be read.
 */
export function hidingReferenced(workspace: string, node: string, adapter: GatewayAdapter): GatewayAdapter {
  // Once for the task that the way to the node is made for, and only when something is read.
  let read: Promise<readonly WrittenReferences[]> | null = null;
  const references = (): Promise<readonly WrittenReferences[]> => (read ??= readReferenced(workspace, node));
  return {
    ...adapter,
    async pull(connection, work) {
      return hideInState(await references(), await adapter.pull(connection, work));
    },
    async reread(connection, kind, id, work) {
      const held = await adapter.reread(connection, kind, id, work);
      return held === null ? null : (hideIn(await references(), [held]).resources[0] ?? null);
    },
  };
}

async function readReferenced(workspace: string, node: string): Promise<readonly WrittenReferences[]> {
  const text = await readTextFile(join(workspace, resourceFile(node)));
  return text === null ? [] : writtenReferences(text);
}

function hideInState(references: readonly WrittenReferences[], state: PulledState): PulledState {
  const { resources, values } = hideIn(references, state.resources);
  if (values.length === 0) return state;
  const raw = [...state.raw].map(
    ([route, pages]) => [route, pages.map((page) => hideInText(page, values))] as const,
  );
  return { ...state, resources, raw: new Map(raw) };
}

/** Other resources hold copies of what they belong to among what they only show. */
function hideIn(
  references: readonly WrittenReferences[],
  held: readonly Resource[],
): { readonly resources: readonly Resource[]; readonly values: readonly string[] } {
  if (references.length === 0) return { resources: held, values: [] };
  const hidden = held.map((resource) => hideReferenced(resource, pathsIn(references, resource)));
  const values = [...new Set(hidden.flatMap((one) => one.values))];
  return {
    resources: hidden.map(({ resource }) => ({
      ...resource,
      observed: redactValues(resource.observed, values) as JsonObject,
    })),
    values,
  };
}

function hideInText(page: string, values: readonly string[]): string {
  const body: JsonValue = parseJson(page);
  const clean = redactValues(body, values);
  return clean === body ? page : JSON.stringify(clean);
}

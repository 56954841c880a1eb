import type { ConfigFileEntry, NodeView } from '../../../shared/contract/answers.ts';
import type { Side } from '../../../shared/contract/contract.ts';
import { formatMoment } from '../../ui/format-time.ts';
import type { SelectOption } from '../../ui/select.tsx';

/** A side of a comparison as one text, for a list of choices. */
export function sideKey(side: Side): string {
  if (side.type === 'file') return `file:${side.path}`;
  if (side.type === 'node' && side.snapshot !== undefined) return `snapshot:${side.snapshot}:${side.node}`;
  return `${side.type}:${side.node}`;
}

/** Both sides in the words of a sentence; a node is named once. */
export function nameSides(left: Side, right: Side): string {
  if (left.type === 'node' && right.type === 'wanted' && left.node === right.node) {
    return `${left.node} and what the policy wants of it`;
  }
  return `${nameSide(left)} and ${nameSide(right)}`;
}

function nameSide(side: Side): string {
  switch (side.type) {
    case 'node':
      return side.snapshot === undefined ? side.node : `${side.node} of ${momentOf(side.snapshot)}`;
    case 'file':
      return side.path;
    case 'wanted':
      return `what the policy wants of ${side.node}`;
  }
}

/** The side that a text stands for; null when it stands for none. */
export function sideOf(key: string): Side | null {
  const cut = key.indexOf(':');
  const [type, rest] = [key.slice(0, cut), key.slice(cut + 1)];
  if (cut === -1 || rest === '') return null;
  if (type === 'file') return { type, path: rest };
  if (type === 'snapshot') {
    const end = rest.indexOf(':');
    return end < 1 || end === rest.length - 1
      ? null
      : { type: 'node', node: rest.slice(end + 1), snapshot: rest.slice(0, end) };
  }
  return type === 'node' || type === 'wanted' ? { type, node: rest } : null;
}

/** When a snapshot was taken, from the name of its file: `24 Oct 09:26` in the user's zone. */
function momentOf(snapshot: string): string {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})/.exec(snapshot);
  if (parts === null) return snapshot;
  const [year = 0, month = 1, ...rest] = parts.slice(1).map(Number);
  const [day = 1, hour = 0, minute = 0, second = 0] = rest;
  return formatMoment(new Date(Date.UTC(year, month - 1, day, hour, minute, second)));
}

/** A side that is not among the choices, such as an older snapshot, as a choice of its own. */
export function withSide(
  options: readonly SelectOption<string>[],
  side: Side,
): readonly SelectOption<string>[] {
  const value = sideKey(side);
  return options.some((option) => option.value === value)
    ? options
    : [{ value, label: nameSide(side), hint: 'snapshot' }, ...options];
}

/** All that can be compared: what nodes held, what the policy wants of them, and gateway files. */
export function sideOptions(
  nodes: readonly NodeView[],
  files: readonly ConfigFileEntry[],
): readonly SelectOption<string>[] {
  const wants = (node: string) =>
    files.some(
      (file) =>
        file.bytes !== null && (file.role === 'policy' || (file.role === 'resources' && file.node === node)),
    );
  return [
    ...nodes.map(({ name, snapshot }) => ({
      value: sideKey({ type: 'node', node: name }),
      label: name,
      hint: snapshot === null ? 'node, not pulled yet' : 'node',
    })),
    ...nodes
      .filter(({ name }) => wants(name))
      .map(({ name }) => ({
        value: sideKey({ type: 'wanted', node: name }),
        label: `wanted of ${name}`,
        hint: 'files',
      })),
    ...files
      .filter(({ role, bytes }) => role === 'gateway' && bytes !== null)
      .map(({ path }) => ({ value: sideKey({ type: 'file', path }), label: path, hint: 'file' })),
  ];
}

/**
 * What to compare when nobody said: the first two pulled nodes of the same kind and environment, else the
 * first pulled node with what the policy wants of it; null when no node was pulled.
 */
export function firstSides(nodes: readonly NodeView[]): { readonly left: Side; readonly right: Side } | null {
  const pulled = nodes.filter(({ snapshot }) => snapshot !== null);
  for (const [index, node] of pulled.entries()) {
    const twin = pulled
      .slice(index + 1)
      .find(({ kind, environment }) => kind === node.kind && environment === node.environment);
    if (twin !== undefined) {
      return { left: { type: 'node', node: node.name }, right: { type: 'node', node: twin.name } };
    }
  }
  const [first] = pulled;
  if (first === undefined) return null;
  return { left: { type: 'node', node: first.name }, right: { type: 'wanted', node: first.name } };
}

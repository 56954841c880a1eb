import { isMap, isSeq, LineCounter, parseDocument, stringify, type YAMLSeq } from 'yaml';
import * as v from 'valibot';

import type { Finding } from '../../shared/config/finding.ts';
import { readYaml } from '../../shared/config/yaml-text.ts';
import { NodeEntrySchema, sameName, type NodeEntry } from '../../shared/fleet/node.ts';

const FleetSchema = v.strictObject({
  version: v.literal(1, 'Write "version: 1"; this release reads no other.'),
  nodes: v.optional(
    v.nullable(v.array(NodeEntrySchema, 'Write a list of nodes, each starting with "- name:".')),
  ),
});

/** A fleet file that was read. */
export interface FleetText {
  /** Null when a critical finding says why the file cannot be used. */
  readonly nodes: readonly NodeEntry[] | null;
  readonly findings: readonly Finding[];
}

/** Reads the text of `fleet.yaml`. Never rejects: everything wrong with it is a finding with its place. */
export function readFleetText(text: string): FleetText {
  const yaml = readYaml(text, 'core');
  if (!yaml.readable) return { nodes: null, findings: yaml.findings };
  const parsed = v.safeParse(FleetSchema, yaml.value);
  if (!parsed.success) {
    const findings = parsed.issues.map((issue): Finding => {
      const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
      const unknown = issue.type === 'strict_object' && issue.expected === 'never';
      const place = yaml.place(path, unknown ? 'key' : 'value');
      return fleetFinding(describe(issue, String(path.at(-1) ?? '')), issue.message, place);
    });
    return { nodes: null, findings: [...yaml.findings, ...findings] };
  }
  const nodes = parsed.output.nodes ?? [];
  const repeated = nodes.flatMap(({ name }, index) => {
    const earlier = nodes.slice(0, index).find((node) => sameName(node.name, name));
    if (earlier === undefined) return [];
    const message =
      earlier.name === name
        ? `Two nodes are named "${name}".`
        : `The names "${earlier.name}" and "${name}" differ in case only, which not every disk can tell apart.`;
    return [fleetFinding(message, 'Give each a name of its own.', yaml.place(['nodes', index, 'name']))];
  });
  return { nodes: repeated.length > 0 ? null : nodes, findings: [...yaml.findings, ...repeated] };
}

/** The text of a fleet file with one node more. Comments and everything else stay as they are. */
export function addToFleetText(text: string, entry: NodeEntry): string {
  if (text.trim() === '') return `version: 1\nnodes:\n${item(entry, '  ')}`;
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const list = document.get('nodes');
  if (isSeq(list) && !list.flow && list.items.length > 0) {
    const indent = ' '.repeat(columnOfDash(text, list));
    const end = endOfLastLine(text, list);
    return `${text.slice(0, end)}${text.slice(0, end).endsWith('\n') ? '' : '\n'}${item(entry, indent)}${text.slice(end)}`;
  }
  if (isSeq(list) && list.items.length > 0) document.addIn(['nodes'], entry);
  else document.set('nodes', document.createNode([entry]));
  return document.toString({ lineWidth: 0 });
}

/** The text of a fleet file without one node. Comments elsewhere stay; those inside its entry go with it. */
export function removeFromFleetText(text: string, name: string): string {
  const document = parseDocument(text);
  const list = document.get('nodes');
  if (!isSeq(list)) return text;
  const index = list.items.findIndex((node) => isMap(node) && node.get('name') === name);
  if (index === -1) return text;
  const start = lineStart(text, rangeOf(list.items[index])?.[0]);
  const next =
    index + 1 < list.items.length
      ? lineStart(text, rangeOf(list.items[index + 1])?.[0])
      : endOfLastLine(text, list);
  if (!list.flow && list.items.length > 1 && start !== null && next !== null) {
    return text.slice(0, start) + leadingComments(text.slice(start, next)) + text.slice(next);
  }
  document.deleteIn(['nodes', index]);
  return document.toString({ lineWidth: 0 });
}

/** The text of a fleet file in which a node has a second key, for writing, in the keychain. */
export function addApplyKeyToFleetText(text: string, name: string): string {
  const document = parseDocument(text);
  const list = document.get('nodes');
  const index = isSeq(list) ? list.items.findIndex((node) => isMap(node) && node.get('name') === name) : -1;
  if (index === -1) return text;
  document.setIn(['nodes', index, 'applyKey'], { from: 'keychain' });
  return document.toString({ lineWidth: 0 });
}

/** Comments that stand on lines of their own before the next entry belong to that one. */
function leadingComments(removed: string): string {
  const lines = removed.split('\n');
  let from = lines.length;
  for (let index = lines.length - 1; index > 0; index -= 1) {
    const line = lines[index] ?? '';
    if (line.trim() !== '' && !line.trimStart().startsWith('#')) break;
    from = index;
  }
  return lines.slice(from).join('\n');
}

function item(entry: NodeEntry, indent: string): string {
  const lines = stringify([entry], { lineWidth: 0 }).trimEnd().split('\n');
  return `${lines.map((line) => `${indent}${line}`).join('\n')}\n`;
}

function columnOfDash(text: string, list: YAMLSeq): number {
  const start = list.range?.[0] ?? 0;
  return start - (text.lastIndexOf('\n', start - 1) + 1);
}

function endOfLastLine(text: string, list: YAMLSeq): number {
  const end = rangeOf(list.items.at(-1))?.[1] ?? text.length;
  // The value's range may end at the start of the next line already, or in the middle of its own.
  if (end > 0 && text[end - 1] === '\n') return end;
  const newline = text.indexOf('\n', end);
  return newline === -1 ? text.length : newline + 1;
}

function lineStart(text: string, offset: number | undefined): number | null {
  return offset === undefined ? null : text.lastIndexOf('\n', offset - 1) + 1;
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  return isMap(node) && node.range ? node.range : null;
}

function describe(issue: v.BaseIssue<unknown>, last: string): string {
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `The fleet file has no key "${last}" here.`;
  if (issue.received === 'undefined') return `"${last}" is missing.`;
  return last === '' ? 'This is not a fleet file.' : `"${last}" cannot have this value.`;
}

function fleetFinding(
  message: string,
  fix: string,
  place: ReturnType<ReturnType<typeof readYaml>['place']>,
): Finding {
  return {
    rule: 'fleet-structure',
    severity: 'critical',
    message,
    fix: fix.startsWith('Invalid') ? 'Compare it with the example in the documentation.' : fix,
    ...place,
  };
}

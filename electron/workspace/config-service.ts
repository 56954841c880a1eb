import { checkConfig, worstSeverity } from '../../shared/config/check-config.ts';
import type { ConfigFileEntry } from '../../shared/contract/answers.ts';
import { readCostFile } from '../../shared/cost/cost-file.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import type { NodeEntry } from '../../shared/fleet/node.ts';
import type { Finding } from '../../shared/config/finding.ts';
import { readPolicy } from '../../shared/policy/read-policy.ts';
import { knownSubjects } from '../../shared/policy/unknown-subjects.ts';
import { ProblemError } from '../../shared/result.ts';
import { renderResourceFile } from '../../shared/wanted/render-resource-file.ts';
import type { FileNode } from '../../shared/wanted/resource-file.ts';
import type { CoreDependencies, HandlersOf } from '../core/handlers.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { hashText, knownFiles, readKnown, requireKnown, type KnownFile } from './config-files.ts';
import { groupNames } from './group-costs.ts';
import type { NodeAccess } from './node-access.ts';
import { insideWorkspace, resourceFile } from './paths.ts';
import { knownModels } from './policy-file.ts';
import type { Snapshots } from './snapshots.ts';

/** The `config.*` calls. */
export function createConfigService(
  { workspace, clock, events }: CoreDependencies,
  access: NodeAccess,
  snapshots: Snapshots,
): HandlersOf<'config'> {
  /** Writes wait for each other, so that "nobody changed it since" still holds when the file is replaced. */
  let lastWrite: Promise<unknown> = Promise.resolve();

  const find = async (path: string) => requireKnown(knownFiles(await access.entries()), path);

  /** @param before what the file said until now, where the text is a change of it */
  async function findings(
    { role, node }: KnownFile,
    text: string,
    before?: string,
  ): Promise<readonly Finding[]> {
    if (role === 'resources' && node !== null) {
      const of = await nodeOf(node);
      return checkConfig(role, text, of === undefined ? {} : { of });
    }
    if (role !== 'policy' && role !== 'costs')
      return checkConfig(role, text, before === undefined ? {} : { before });
    const nodes = await access.entries();
    if (role === 'costs') return readCostFile(text, await groupsOf(nodes)).findings;
    const latest = await Promise.all(nodes.map(({ name }) => snapshots.latest(name).catch(() => null)));
    const environments = nodes.length === 0 ? undefined : new Set(nodes.map((node) => node.environment));
    const at = clock.now().toISOString();
    return readPolicy(text, { models: knownModels(latest), environments, at, ...knownSubjects(latest) })
      .findings;
  }

  /** A node, and what it held when it was last pulled. */
  async function nodeOf(name: string): Promise<FileNode | undefined> {
    const entry = (await access.entries()).find((node) => node.name === name);
    if (entry === undefined) return undefined;
    const latest = await snapshots.latest(name).catch(() => null);
    return { name, kind: entry.kind, held: latest?.resources ?? [] };
  }

  /** Names of the groups of all nodes whose costs go to groups by a rule; undefined while those of one are not all known. */
  async function groupsOf(nodes: readonly NodeEntry[]): Promise<ReadonlySet<string> | undefined> {
    const asked = nodes.filter(({ kind }) => GATEWAY_FACTS[kind].logNames === 'payer');
    const latest = await Promise.all(asked.map(({ name }) => snapshots.latest(name).catch(() => null)));
    return groupNames(latest);
  }

  async function describe(file: KnownFile): Promise<ConfigFileEntry> {
    const held = await readKnown(workspace, file).catch(() => null);
    return {
      path: file.path,
      ...roleOf(file),
      node: file.node,
      bytes: held === null ? null : Buffer.byteLength(held.text),
      worst: held === null ? null : worstSeverity(await findings(file, held.text)),
    };
  }

  /** Resolves with what the file said before. */
  async function write(file: KnownFile, text: string, baseHash: string | null): Promise<string | undefined> {
    const held = await readKnown(workspace, file);
    if ((held?.hash ?? null) !== baseHash) throw changedSince(file.path, held === null);
    const path = await insideWorkspace(workspace, file.path);
    await writeFileAtomic(path, text, { replaces: held?.text ?? null });
    return held?.text;
  }

  return {
    async 'config.files'() {
      return { files: await Promise.all(knownFiles(await access.entries()).map(describe)) };
    },
    async 'config.read'({ path }) {
      const file = await find(path);
      const held = await readKnown(workspace, file);
      if (held === null) return { path, text: '', hash: null, findings: [] };
      return { path, ...held, findings: await findings(file, held.text) };
    },
    async 'config.check'({ path, text }) {
      const file = await find(path);
      const held = await readKnown(workspace, file).catch(() => null);
      return { findings: await findings(file, text, held?.text) };
    },
    async 'config.fromNode'({ node, kinds }) {
      const { resources } = await snapshots.require(node);
      return { path: resourceFile(node), text: renderResourceFile(resources, kinds) };
    },
    async 'config.write'({ path, text, baseHash }) {
      // The place in the line is taken at once, so that of two the one that was asked first is written.
      const turn = lastWrite.then(async () => {
        const found = await find(path);
        return { file: found, before: await write(found, text, baseHash) };
      });
      lastWrite = turn.catch(() => undefined);
      const { file, before } = await turn;
      events.workspaceChanged('config');
      return { hash: hashText(text), findings: await findings(file, text, before) };
    },
  };
}

function roleOf({ role }: KnownFile): Pick<ConfigFileEntry, 'role' | 'kind'> {
  switch (role) {
    case 'policy':
    case 'costs':
    case 'resources':
      return { role, kind: null };
    default:
      return { role: 'gateway', kind: role };
  }
}

function changedSince(path: string, gone: boolean): ProblemError {
  return new ProblemError({
    code: 'file_changed',
    message: `${path} was ${gone ? 'removed' : 'changed'} by something else since you opened it. Your text was not written.`,
    next: 'Copy your text, open the file again and compare.',
    where: path,
  });
}

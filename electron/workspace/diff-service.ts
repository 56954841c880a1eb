import type { ComparisonView } from '../../shared/contract/answers.ts';
import { GATEWAY_FACTS } from '../../shared/fleet/gateway-facts.ts';
import { countOfKind } from '../../shared/fleet/kind-words.ts';
import type { Resource } from '../../shared/fleet/snapshot.ts';
import { compareStates, narrowState } from '../../shared/plan/compare-states.ts';
import { alikeStates } from '../../shared/plan/drift.ts';
import { referenceNames } from '../../shared/plan/reference-names.ts';
import { renderState } from '../../shared/plan/render-state.ts';
import type { HandlersOf } from '../core/handlers.ts';
import { notComparable, readSide, type ReadSide, type SideSources } from './diff-sides.ts';

type SideOf<Type extends ReadSide['type']> = Extract<ReadSide, { type: Type }>;

/** The two states of a comparison, cut to what both speak of. */
interface Cut {
  readonly left: readonly Resource[];
  readonly right: readonly Resource[];
  readonly notes: readonly string[];
}

/** The `diff.*` calls. */
export function createDiffService(sources: SideSources): HandlersOf<'diff'> {
  return {
    async 'diff.compare'({ left, right }) {
      const [a, b] = [await readSide(left, right, sources), await readSide(right, left, sources)];
      const cut = cutSides(a, b);
      const compared = compareStates(cut.left, cut.right, { mode: 'whole' });
      return {
        ...compared,
        left: { title: a.title, text: textOf(a, b, cut.left) },
        right: { title: b.title, text: textOf(b, a, cut.right) },
        notes: cut.notes,
        names: referenceNames(compared.changes, [a, b].map(resourcesOf)),
      } satisfies ComparisonView;
    },
  };
}

/** All that a side knows by its id, also what is not compared. */
function resourcesOf(side: ReadSide): readonly Resource[] {
  return side.type === 'node' ? side.snapshot.resources : side.type === 'wanted' ? side.wanted.resources : [];
}

function cutSides(a: ReadSide, b: ReadSide): Cut {
  if (a.type === 'node' && b.type === 'node') return alikeStates(a.snapshot, b.snapshot);
  if (a.type === 'node' && b.type === 'wanted') return nodeAndWanted(a, b);
  if (a.type === 'wanted' && b.type === 'node') return swap(nodeAndWanted(b, a));
  if (a.type === 'node' && b.type === 'config') return nodeAndConfig(a, b);
  if (a.type === 'config' && b.type === 'node') return swap(nodeAndConfig(b, a));
  if (a.type === 'wanted' && b.type === 'wanted') {
    return {
      left: a.wanted.resources,
      right: b.wanted.resources,
      notes: messages(a.wanted.warnings.concat(b.wanted.warnings)),
    };
  }
  if (a.type === 'config' && b.type === 'config' && a.kind === b.kind) {
    const only = GATEWAY_FACTS[a.kind].listsModelsInFile
      ? 'Only the models are compared by meaning'
      : 'Nothing here is compared by meaning';
    return {
      left: a.models,
      right: b.models,
      notes: [`${only}; everything else of the files is in the text.`],
    };
  }
  throw notComparable(a.title, b.title);
}

function nodeAndWanted({ snapshot, entry }: SideOf<'node'>, { wanted }: SideOf<'wanted'>): Cut {
  const held = snapshot.resources.filter(({ kind }) => wanted.kinds.has(kind));
  const left = narrowState(held, wanted.resources);
  const unnamed = [...wanted.kinds].flatMap((kind) => {
    const of = (state: readonly Resource[]) => state.filter((resource) => resource.kind === kind).length;
    const rest = of(held) - of(left);
    return rest === 0
      ? []
      : [
          `${countOfKind(rest, kind)} of ${entry.name} ${rest === 1 ? 'is' : 'are'} not named in the files and not shown.`,
        ];
  });
  return { left, right: wanted.resources, notes: [...unnamed, ...messages(wanted.warnings)] };
}

function nodeAndConfig({ snapshot, entry }: SideOf<'node'>, { kind, path, models }: SideOf<'config'>): Cut {
  if (kind !== entry.kind || !GATEWAY_FACTS[kind].listsModelsInFile) throw notComparable(path, entry.name);
  const live = snapshot.resources.filter((resource) => resource.kind === 'model');
  const owned = live.filter(({ owner }) => owner === 'file');
  const elsewhere = live.length - owned.length;
  const notes = [
    `${path} names ${count(models.length, 'model')}${elsewhere === 0 ? '.' : `; ${elsewhere} more ${elsewhere === 1 ? 'lives' : 'live'} in the database of ${entry.name} and cannot be in the file.`}`,
    'What the file does not say (defaults, prices of the gateway’s own table) and keys are not compared.',
    'What the file owns cannot be written over the API: edit the file, deploy it, and pull again.',
  ];
  return { left: narrowState(owned, models, 'keep'), right: models, notes };
}

/** Files of one gateway are shown as they are; everything else in the neutral form. */
function textOf(side: ReadSide, other: ReadSide, state: readonly Resource[]): string {
  return side.type === 'config' && other.type === 'config' ? side.text : renderState(state);
}

function swap({ left, right, notes }: Cut): Cut {
  return { left: right, right: left, notes };
}

function messages(warnings: readonly { readonly message: string }[]): readonly string[] {
  return [...new Set(warnings.map(({ message }) => message))];
}

function count(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}

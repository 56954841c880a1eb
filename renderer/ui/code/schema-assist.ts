import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip, type EditorView, type Tooltip } from '@codemirror/view';

import { describedAt, keysAt, valuesAt, type SchemaWord } from '../../../shared/config/schema-help.ts';
import { yamlCursor, type YamlCursor } from '../../../shared/config/yaml-cursor.ts';
import type { JsonObject } from '../../../shared/json.ts';

/** What an editor completes and explains a file with. */
export interface SchemaHelp {
  readonly schema: JsonObject;
  /** Names that the text itself gives for a place, such as its model groups; in the order in which they are offered. */
  readonly names: (place: YamlCursor, text: string) => readonly string[];
}

/** So many are shown at once; a list that scrolled would be out of reach for the keyboard, which stays in the text. */
const OFFERED = 12;

/** Completes keys and values of a YAML file from its JSON Schema, and explains the key under the pointer. */
export function schemaAssist(help: SchemaHelp): Extension {
  return [
    autocompletion({
      icons: false,
      maxRenderedOptions: OFFERED,
      override: [(context) => complete(help, context)],
    }),
    hoverTooltip((view, position) => explain(help, view, position)),
  ];
}

/** What can be written where the caret is; while typing, only once there is a letter. */
export function complete({ schema, names }: SchemaHelp, context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const place = yamlCursor(text.slice(0, context.pos));
  if (place === null || (place.word === '' && !context.explicit)) return null;
  const { path, writes } = place;
  const words: readonly SchemaWord[] =
    writes === 'key'
      ? [...keysAt(schema, path), ...named(names(place, text), 'key')]
      : [...valuesAt(schema, path), ...named(names(place, text), 'value')];
  if (words.length === 0) return null;
  return {
    from: place.from,
    options: words.map(({ word, kind, description }) => ({
      label: word,
      type: kind === 'key' ? 'property' : 'constant',
      ...(kind === 'key' ? { apply: `${word}: ` } : {}),
      ...(description === null ? {} : { info: description }),
    })),
    validFor: /^[\w./@*-]*$/,
  };
}

function named(words: readonly string[], kind: SchemaWord['kind']): readonly SchemaWord[] {
  return words.map((word) => ({ word, kind, description: null }));
}

/** What the schema says of the key at a position, or of the key whose value stands there. */
export function explain({ schema }: SchemaHelp, view: EditorView, position: number): Tooltip | null {
  const line = view.state.doc.lineAt(position);
  const rest = /^[^\s:,{}[\]#]*/.exec(line.text.slice(position - line.from))?.[0] ?? '';
  const end = position + rest.length;
  const place = yamlCursor(view.state.sliceDoc(0, end));
  if (place === null || place.word === '' || place.from > position) return null;
  const words = describedAt(schema, place.writes === 'key' ? [...place.path, place.word] : keyOf(place.path));
  if (words === null) return null;
  return {
    pos: place.from,
    end,
    above: true,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'cm-schema-hover';
      dom.textContent = words;
      return { dom };
    },
  };
}

/** The key that a value, or an entry of a list, belongs to. */
function keyOf(path: YamlCursor['path']): YamlCursor['path'] {
  return typeof path.at(-1) === 'number' ? keyOf(path.slice(0, -1)) : path;
}

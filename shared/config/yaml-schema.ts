import type { ScalarTag, SchemaOptions } from 'yaml';

/**
 * Which reader the text is meant for. `python`: PyYAML 6, which LiteLLM reads its config file with; it follows
 * YAML 1.1 with changes of its own. `core`: YAML 1.2, for our own files. `serde`: serde_yaml 0.9, which Doubleword's
 * dwctl reads its config file with; it follows YAML 1.2 but for zeros in front, which make a text.
 */
export type YamlDialect = 'python' | 'core' | 'serde';

const text = { identify: () => false, default: true } as const;

/** Sums a base-60 number such as 12:30:45. */
function fromBase60(source: string): bigint {
  const negative = source.startsWith('-');
  const total = source
    .replace(/[-+_]/g, '')
    .split(':')
    .reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return negative ? -total : total;
}

function withSign(source: string, prefix: string, skip: number): bigint {
  const negative = source.startsWith('-');
  const digits = source.replace(/^[-+]/, '').replaceAll('_', '').slice(skip);
  const value = digits === '' ? 0n : BigInt(`${prefix}${digits}`);
  return negative ? -value : value;
}

/** What PyYAML 6's safe loader makes of a plain scalar, in its own order of matching. Times stay text. */
const PYTHON_TAGS: readonly ScalarTag[] = [
  { ...text, tag: 'tag:yaml.org,2002:null', test: /^(?:~|null|Null|NULL)?$/, resolve: () => null },
  {
    ...text,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    resolve: (source) => /^(?:yes|true|on)$/i.test(source),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?0b[0-1_]+$/,
    resolve: (source) => withSign(source, '0b', 2),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?0x[0-9a-fA-F_]+$/,
    resolve: (source) => withSign(source, '0x', 2),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?0[0-7_]+$/,
    resolve: (source) => withSign(source, '0o', 1),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?(?:0|[1-9][0-9_]*)$/,
    resolve: (source) => withSign(source, '', 0),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/,
    resolve: fromBase60,
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:float',
    test: /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/,
    resolve: (source) => Number(source.replaceAll('_', '')),
  },
];

const NUMBERS_IN_BASES = [
  ['0x', /^[-+]?0x[0-9a-fA-F]+$/],
  ['0o', /^[-+]?0o[0-7]+$/],
  ['0b', /^[-+]?0b[01]+$/],
] as const;

/** What serde_yaml 0.9 makes of a plain scalar, in its own order of matching. */
const SERDE_TAGS: readonly ScalarTag[] = [
  { ...text, tag: 'tag:yaml.org,2002:null', test: /^(?:~|null|Null|NULL)?$/, resolve: () => null },
  {
    ...text,
    tag: 'tag:yaml.org,2002:bool',
    test: /^(?:true|True|TRUE|false|False|FALSE)$/,
    resolve: (source) => /^true$/i.test(source),
  },
  ...NUMBERS_IN_BASES.map(([prefix, test]): ScalarTag => ({
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test,
    resolve: (source) => withSign(source, prefix, 2),
  })),
  {
    ...text,
    tag: 'tag:yaml.org,2002:int',
    test: /^[-+]?(?:0|[1-9][0-9]*)$/,
    resolve: (source) => withSign(source, '', 0),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
    resolve: (source) => (/nan$/i.test(source) ? Number.NaN : source.startsWith('-') ? -Infinity : Infinity),
  },
  {
    ...text,
    tag: 'tag:yaml.org,2002:float',
    test: /^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$/,
    resolve: Number,
  },
];

/** The settings that make the `yaml` package read as that reader does. Whole numbers come as bigint. */
export function yamlSchema(dialect: YamlDialect): SchemaOptions & { readonly intAsBigInt: true } {
  if (dialect === 'core') return { schema: 'core', intAsBigInt: true };
  const own = dialect === 'python' ? PYTHON_TAGS : SERDE_TAGS;
  return {
    schema: 'failsafe',
    merge: dialect === 'python',
    customTags: (tags) => [...tags, ...own],
    intAsBigInt: true,
  };
}

import type { JsonObject, JsonValue } from '../json.ts';

const TARGETS = ['teams', 'keys', 'models', 'tags'] as const;

/**
 * The name of a policy's attachment, which has none of its own: what it attaches to what, such as
 * `strict: teams red; models gpt-4o` or `baseline: everything`.
 * @param row `policy_name`, `scope`, `teams`, `keys`, `models`, `tags`, as LiteLLM has them (1.106.2).
 */
export function attachmentName(row: JsonObject): string {
  const parts = TARGETS.flatMap((kind) => {
    const names = sortedTexts(row[kind]);
    return names.length === 0 ? [] : [`${kind} ${names.join(', ')}`];
  });
  const scope = typeof row['scope'] === 'string' ? row['scope'] : '';
  const whole = scope === '*' ? ['everything'] : scope === '' ? [] : [`scope ${scope}`];
  const all = [...whole, ...parts];
  const policy = typeof row['policy_name'] === 'string' ? row['policy_name'] : '';
  return `${policy}: ${all.length === 0 ? 'nothing' : all.join('; ')}`;
}

function sortedTexts(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.filter((item: JsonValue): item is string => typeof item === 'string' && item !== '');
  return [...new Set(texts)].sort();
}

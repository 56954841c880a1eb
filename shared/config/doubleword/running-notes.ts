import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Finding } from '../finding.ts';
import type { YamlPath } from '../yaml-place.ts';
import type { YamlText } from '../yaml-text.ts';
import { exactAt, isExactMap, type ExactMap, type ExactValue } from './exact-value.ts';
import { placeOrTop } from './place-or-top.ts';
import type { SectionType, SettingType } from './setting-type.ts';
import { knownHere, nearest } from './type-words.ts';

/** What a file that dwctl 10.13.1 accepts does that people may not expect. */
export function runningNotes(yaml: YamlText, file: ExactMap): readonly Finding[] {
  const at = (path: string) => exactAt(file, path.split('.'));
  const found: Finding[] = [];
  const say = (
    path: string,
    severity: Finding['severity'],
    rule: string,
    message: string,
    fix: string,
  ): void => {
    found.push({ rule: `doubleword-${rule}`, severity, message, fix, ...yaml.place(path.split('.')) });
  };
  if (at('auth.proxy_header.enabled') === true)
    say(
      'auth.proxy_header.enabled',
      'warning',
      'trusted-header',
      'dwctl believes the user that a request header names: whoever reaches it without passing your proxy is admin by naming the admin’s address, and an address that was never seen becomes a user.',
      'Let only the proxy reach dwctl, and let the proxy remove that header from what comes in; else set it to false.',
    );
  if (at('enable_analytics') === false)
    say(
      'enable_analytics',
      'warning',
      'analytics-off',
      'With enable_analytics: false nothing is billed: calls succeed, no request is logged, nobody is charged, and no spend limit holds. Its hours are missing from every cost report.',
      'Set it to true, or leave it out.',
    );
  if (at('background_services.onwards_sync.enabled') === false)
    say(
      'background_services.onwards_sync.enabled',
      'warning',
      'sync-off',
      'Without onwards_sync no change of keys, models or access reaches the proxy, also none that is pushed from here.',
      'Set it to true, or leave it out.',
    );
  if (at('admin_password') !== undefined)
    say(
      'admin_password',
      'note',
      'password-at-start',
      'At every start dwctl sets the admin’s password to this one: a change made in the dashboard is undone then, and a change here works from the next restart.',
      'Leave it out once the admin has a password of their own, and set DWCTL_ADMIN_PASSWORD instead.',
    );
  if (Array.isArray(at('model_sources')) && (at('model_sources') as readonly ExactValue[]).length > 0)
    say(
      'model_sources',
      'note',
      'seeded-once',
      'dwctl reads model_sources at its first start only: what is added, changed or removed here later does nothing.',
      'Change endpoints and models through the node’s resources.yaml, or in the dashboard.',
    );
  return [...found, ...windowNote(yaml, at)];
}

function windowNote(yaml: YamlText, at: (path: string) => ExactValue | undefined): readonly Finding[] {
  const windows = at('batches.allowed_completion_windows');
  const named = at('batches.async_requests.completion_window');
  const isOn = at('batches.async_requests.enabled') !== false;
  if (!isOn || (windows === undefined && named === undefined)) return [];
  const allowed: readonly ExactValue[] = Array.isArray(windows) ? windows : ['24h'];
  const window = typeof named === 'string' ? named : '1h';
  if (allowed.includes(window)) return [];
  return [
    {
      rule: 'doubleword-async-window',
      severity: 'warning',
      message: `dwctl starts, but every async request fails: their window ${window} is not in batches.allowed_completion_windows.`,
      fix: 'Add it there, or name another in batches.async_requests.completion_window.',
      ...yaml.place([
        'batches',
        ...(named === undefined ? ['allowed_completion_windows'] : ['async_requests', 'completion_window']),
      ]),
    },
  ];
}

/** Keys that dwctl passes over without a word, in the parts of the file where it is not strict. */
export function ignoredKeys(
  yaml: YamlText,
  type: SettingType,
  value: ExactValue,
  path: YamlPath = [],
): readonly Finding[] {
  const within = (of: SettingType, item: ExactValue, part: string | number) =>
    ignoredKeys(yaml, of, item, [...path, part]);
  switch (type.kind) {
    case 'optional':
      return ignoredKeys(yaml, type.of, value, path);
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item: ExactValue, index) => within(type.of, item, index))
        : [];
    case 'map':
      return isExactMap(value)
        ? Object.entries(value).flatMap(([key, item]) => within(type.of, item, key))
        : [];
    case 'one-of':
      return isExactMap(value)
        ? Object.entries(value).flatMap(([key, item]) => {
            const variant = type.variants[key];
            return variant === undefined ? [] : within(variant, item, key);
          })
        : [];
    case 'tagged': {
      const variant = isExactMap(value) ? variantOf(type, value) : undefined;
      if (variant === undefined || !isExactMap(value)) return [];
      const { [type.tag]: _, ...rest } = value;
      const settings = { ...variant.settings, ...type.shared?.settings };
      return ignoredKeys(yaml, { ...variant, settings }, rest, path);
    }
    case 'section':
      if (Array.isArray(value)) return [listed(yaml, path)];
      if (!isExactMap(value)) return [];
      return Object.entries(value).flatMap(([key, item]) => {
        const setting = Object.hasOwn(type.settings, key) ? type.settings[key] : undefined;
        if (setting !== undefined) return within(setting.type, item, key);
        return type.strict ? [] : [ignored(yaml, [...path, key], key, Object.keys(type.settings))];
      });
    default:
      return [];
  }
}

function listed(yaml: YamlText, path: YamlPath): Finding {
  return {
    rule: 'doubleword-list-for-mapping',
    severity: 'warning',
    message: `"${path.join('.')}" is a list: dwctl takes its entries for its keys in their order, whatever was meant.`,
    fix: 'Write its keys, one "key: value" a line.',
    ...yaml.place(path),
  };
}

function variantOf(
  { tag, variants }: Extract<SettingType, { kind: 'tagged' }>,
  value: ExactMap,
): SectionType | undefined {
  const chosen = value[tag];
  return typeof chosen === 'string' && Object.hasOwn(variants, chosen) ? variants[chosen] : undefined;
}

function ignored(yaml: YamlText, path: YamlPath, key: string, known: readonly string[]): Finding {
  const like = nearest(key, known);
  return {
    rule: 'doubleword-ignored-key',
    severity: 'warning',
    message: `dwctl passes over the key "${key}" here without a word.`,
    fix: like === null ? `Remove it.${knownHere(known)}` : `Write "${like}", or remove it.`,
    ...yaml.place(path, 'key'),
  };
}

/** Settings that a running dwctl does not take from a changed file, and what becomes of the change. */
const AFTER_RESTART: readonly (readonly [string, string])[] = [
  ['port', 'dwctl listens on the new port after its next restart only.'],
  ['admin_password', 'The new password works after the next restart only; until then the old one does.'],
  [
    'admin_email',
    'The next restart makes a second admin with this address. The first stays, with all rights and its password.',
  ],
  ['model_sources', 'This does nothing: dwctl read model_sources at its first start and never does again.'],
  ['secret_key', 'Every login ends, and what was encrypted with the old key cannot be read.'],
  ['database', 'dwctl uses the other database after its next restart only.'],
  [
    'onwards.strict_mode',
    'GET /config shows the change at once, and it is enforced only after the next restart.',
  ],
  ['enable_analytics', 'This takes effect with the next restart.'],
];

/** What a change of a file does not do at once, though dwctl reloads the file within a moment (dwctl 10.13.1). */
export function restartNotes(yaml: YamlText, before: JsonObject): readonly Finding[] {
  const { value: after } = yaml;
  if (!isJsonObject(after)) return [];
  return AFTER_RESTART.flatMap(([path, message]) => {
    const keys = path.split('.');
    const [was, is] = [exactAt(before, keys), exactAt(after, keys)];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [
      {
        rule: 'doubleword-needs-restart',
        severity: 'note' as const,
        message: `"${path}" is not what the saved file says. ${message}`,
        ...placeOrTop(yaml, keys),
      },
    ];
  });
}

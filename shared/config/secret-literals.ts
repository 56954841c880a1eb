import { isJsonObject, type JsonValue } from '../json.ts';
import { hideForms } from '../secrets/secret-forms.ts';
import { isRowName, isSecretName } from '../secrets/secret-names.ts';
import type { Finding, Severity } from './finding.ts';
import type { YamlPath } from './yaml-place.ts';
import type { YamlText } from './yaml-text.ts';

const REFERENCE = /^os\.environ\/[A-Za-z_][A-Za-z0-9_]*$/;
/** `scheme://user@host`: a name, and no password. */
const USER_ALONE = /([a-z0-9+.-]:\/\/)[^\s/:@?#]*@/gi;
const KEY_SHAPE = /^(?:sk|pk|rk)-[A-Za-z0-9_-]{6,}$/;

/** How a file names a secret that stands elsewhere. */
export interface SecretAdvice {
  readonly severity: Severity;
  /** What to do; of where it stands, where that depends on it. */
  readonly fix: string | ((path: YamlPath) => string);
  /** How this kind of file refers to a secret besides `os.environ/NAME`. */
  readonly reference?: (text: string) => boolean;
}

/** Finds secrets written out in a file. The finding names the place and never the secret. */
export function findSecretLiterals(yaml: YamlText, advice: SecretAdvice): readonly Finding[] {
  const findings: Finding[] = [];
  walk(yaml.value, [], (path, text) => {
    const name = path.findLast((part) => typeof part === 'string') ?? '';
    if (advice.reference?.(text) === true || !isSecretLiteral(name, text)) return;
    findings.push({
      rule: 'secret-in-file',
      severity: advice.severity,
      message: `"${name}" holds a key or password in clear text.`,
      fix: typeof advice.fix === 'string' ? advice.fix : advice.fix(path),
      ...yaml.place(path),
    });
  });
  return findings;
}

/** True when this text under this name is a secret itself, not a reference to one and not empty. */
export function isSecretLiteral(name: string, text: string): boolean {
  if (text === '' || REFERENCE.test(text)) return false;
  if (isSecretName(name)) return true;
  if (isRowName(name)) return false;
  const plain = text.replaceAll(USER_ALONE, '$1');
  return KEY_SHAPE.test(text) || hideForms(plain) !== plain;
}

function walk(value: JsonValue, path: YamlPath, see: (path: YamlPath, text: string) => void): void {
  if (typeof value === 'string') see(path, value);
  else if (Array.isArray(value)) value.forEach((item: JsonValue, index) => walk(item, [...path, index], see));
  else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key], see);
  }
}

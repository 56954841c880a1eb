import type { YamlCursor } from '../../../shared/config/yaml-cursor.ts';
import { readYaml } from '../../../shared/config/yaml-text.ts';
import { isJsonObject, own, type JsonValue } from '../../../shared/json.ts';
import { policyJsonSchema } from '../../../shared/policy/policy-schema.ts';
import { BUILT_IN_ROLES } from '../../../shared/policy/policy.ts';
import { schemaAssist, type SchemaHelp } from '../../ui/code/schema-assist.ts';

/** What the policy file is completed and explained with. */
export const POLICY_HELP: SchemaHelp = { schema: policyJsonSchema(), names: createPolicyNames() };

/** The same as a part of an editor, made once. */
export const policyAssist = schemaAssist(POLICY_HELP);

/**
 * The names of a policy file that may be written at a place: its groups and models in a list of models, roles for users and
 * members, teams, users and keys for an exception, users with a budget of their own in a team. A text that does not read
 * while it is typed is taken as it last read.
 */
export function createPolicyNames(): (
  place: Pick<YamlCursor, 'path' | 'writes'>,
  text: string,
) => readonly string[] {
  let last: JsonValue = null;
  return ({ path, writes }, text) => {
    const read = readYaml(text, 'core');
    if (read.readable && isJsonObject(read.value)) last = read.value;
    const names = (section: string): readonly string[] => {
      const held = isJsonObject(last) ? own(last, section) : undefined;
      return isJsonObject(held) ? Object.keys(held) : [];
    };
    const [section, , field] = path;
    const key = path.findLast((part) => typeof part === 'string');
    if (writes === 'key') {
      if (path.length !== 3) return [];
      if (field === 'memberBudgets') return names('users');
      return field === 'modelBudgets' ? modelsIn(last) : [];
    }
    if (key === 'models' || (section === 'modelGroups' && path.length > 1))
      return [...names('modelGroups'), ...modelsIn(last)];
    if (key === 'role' || field === 'members')
      return [...new Set([...BUILT_IN_ROLES.keys(), ...names('roles')])];
    if (section !== 'exceptions') return [];
    if (key === 'team') return names('teams');
    if (key === 'user') return names('users');
    return key === 'key' ? names('keys') : [];
  };
}

/** Every model that the file's groups name, and no group. */
function modelsIn(value: JsonValue): readonly string[] {
  const groups = isJsonObject(value) ? own(value, 'modelGroups') : undefined;
  if (!isJsonObject(groups)) return [];
  const models = Object.values(groups).flatMap((list) => (Array.isArray(list) ? list : []));
  return [
    ...new Set(
      models.filter((model: JsonValue) => typeof model === 'string' && !Object.hasOwn(groups, model)),
    ),
  ] as readonly string[];
}

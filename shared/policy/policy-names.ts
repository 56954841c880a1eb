import type { Finding } from '../config/finding.ts';
import type { YamlPath } from '../config/yaml-place.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { strangersWithBudgets } from './member-budget-names.ts';
import { findModelCycles } from './model-cycles.ts';
import { offersModel } from './offered-models.ts';
import { SUBJECT_SECTIONS, type Policy } from './policy.ts';
import { unknownSubjects, type KnownSubjects } from './unknown-subjects.ts';

/** What the fleet has; what is absent is not known, and names of its kind are not judged by it. */
export interface KnownNames extends KnownSubjects {
  /** Models and access groups that the nodes offer. */
  readonly models?: ReadonlySet<string> | undefined;
  /** Environments of the nodes. */
  readonly environments?: ReadonlySet<string> | undefined;
  /** Now, ISO 8601 UTC: which exceptions have ended. */
  readonly at?: string | undefined;
}

/** Names in a policy that mean nothing, or something other than they seem to. */
export function checkNames(
  policy: Policy,
  place: YamlText['place'],
  known: KnownNames = {},
): readonly Finding[] {
  return [
    ...findModelCycles(policy, place),
    ...unknownInGroups(policy, place, known.models),
    ...unknownInLists(policy, place, known.models),
    ...unknownKeys(policy, place, known.models),
    ...unknownRoles(policy, place),
    ...strangersWithBudgets(policy, place),
    ...unknownEnvironments(policy, place, known.environments),
    ...unknownSubjects(policy, place, known),
  ];
}

function unknownInGroups(
  policy: Policy,
  place: YamlText['place'],
  known: ReadonlySet<string> | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  return [...policy.modelGroups].flatMap(([group, models]) =>
    models.flatMap((model, index): Finding[] =>
      policy.modelGroups.has(model) || offersModel(known, model)
        ? []
        : [
            {
              rule: 'policy-unknown-model',
              severity: 'warning',
              message: `No node offers "${model}", which the model group "${group}" names.`,
              fix: 'Check the spelling, or pull the nodes again.',
              ...place(['modelGroups', group, index]),
            },
          ],
    ),
  );
}

/** Every list of models and groups outside the groups themselves, with where it stands. */
function modelLists(policy: Policy): readonly (readonly [YamlPath, readonly string[]])[] {
  const found: (readonly [YamlPath, readonly string[]])[] = [];
  const add = (path: YamlPath, models: readonly string[] | 'all' | undefined): void => {
    if (models !== undefined && models !== 'all') found.push([[...path, 'models'], models]);
  };
  for (const section of SUBJECT_SECTIONS) {
    for (const [name, { models }] of policy[section]) add([section, name], models);
  }
  for (const subject of ['team', 'user', 'key'] as const) {
    add(['defaults', subject], policy.defaults[subject]?.models);
  }
  for (const [index, { models }] of policy.exceptions.entries()) add(['exceptions', index], models);
  return found;
}

function unknownInLists(
  policy: Policy,
  place: YamlText['place'],
  known: ReadonlySet<string> | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [path, models] of modelLists(policy)) {
    for (const [index, entry] of models.entries()) {
      if (policy.modelGroups.has(entry) || (known !== undefined && offersModel(known, entry))) continue;
      const group = sameLetters(policy, entry);
      if (group === null && known === undefined) continue;
      findings.push({
        rule: 'policy-unknown-group',
        severity: 'warning',
        message: `"${entry}" is not a model group of this file${known === undefined ? '' : ', and no node offers a model of that name'}.`,
        fix: group === null ? 'Check the spelling.' : `Did you mean "${group}"?`,
        ...place([...path, index]),
      });
    }
  }
  return findings;
}

/** Models that stand as keys: before their budgets. */
function unknownKeys(
  policy: Policy,
  place: YamlText['place'],
  known: ReadonlySet<string> | undefined,
): readonly Finding[] {
  const paths: YamlPath[] = [...policy.models.keys()].map((model) => ['models', model]);
  for (const section of SUBJECT_SECTIONS) {
    for (const [name, { modelBudgets = {} }] of policy[section]) {
      for (const model of Object.keys(modelBudgets)) paths.push([section, name, 'modelBudgets', model]);
    }
  }
  return paths.flatMap((path): Finding[] => {
    const model = String(path.at(-1));
    const isGroup = policy.modelGroups.has(model);
    if (!isGroup && (known === undefined || offersModel(known, model))) return [];
    return [
      {
        rule: isGroup ? 'policy-group-for-model' : 'policy-unknown-model',
        severity: isGroup ? 'critical' : 'warning',
        message: isGroup
          ? `"${model}" is a model group; a budget or limit stands here by single models.`
          : `No node offers "${model}".`,
        fix: isGroup ? 'Name its models, one by one.' : 'Check the spelling, or pull the nodes again.',
        ...place(path, 'key'),
      },
    ];
  });
}

function unknownRoles(policy: Policy, place: YamlText['place']): readonly Finding[] {
  const named: (readonly [YamlPath, string])[] = [];
  for (const [team, { members = {} }] of policy.teams) {
    for (const [user, role] of Object.entries(members)) named.push([['teams', team, 'members', user], role]);
  }
  for (const [user, { role }] of policy.users) {
    if (role !== undefined) named.push([['users', user, 'role'], role]);
  }
  if (policy.defaults.user?.role !== undefined)
    named.push([['defaults', 'user', 'role'], policy.defaults.user.role]);
  return named.flatMap(([path, role]): Finding[] =>
    policy.roles.has(role)
      ? []
      : [
          {
            rule: 'policy-unknown-role',
            severity: 'critical',
            message: `There is no role "${role}".`,
            fix: `Use one of: ${[...policy.roles.keys()].join(', ')}; or describe it under "roles".`,
            ...place(path),
          },
        ],
  );
}

/** A team of a misspelt environment would be left out everywhere without a word. */
function unknownEnvironments(
  policy: Policy,
  place: YamlText['place'],
  known: ReadonlySet<string> | undefined,
): readonly Finding[] {
  if (known === undefined) return [];
  return [...policy.teams].flatMap(([team, { environments = [] }]) =>
    environments.flatMap((environment, index): Finding[] =>
      known.has(environment)
        ? []
        : [
            {
              rule: 'policy-unknown-environment',
              severity: 'warning',
              message: `No node is in the environment "${environment}", so it brings team "${team}" to none.`,
              fix: `Check the spelling. The nodes are in: ${[...known].sort().join(', ')}.`,
              ...place(['teams', team, 'environments', index]),
            },
          ],
    ),
  );
}

/** A model group whose name differs from this one in case, "-" and "_" only. */
function sameLetters(policy: Policy, entry: string): string | null {
  return [...policy.modelGroups.keys()].find((group) => letters(group) === letters(entry)) ?? null;
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { offersModel } from './offered-models.ts';
import type { Policy } from './policy.ts';

/** What the fleet has; what is absent is not known, and names of its kind are not judged by it. */
export interface KnownNames {
  /** Models and access groups that the nodes offer. */
  readonly models?: ReadonlySet<string> | undefined;
  /** Environments of the nodes. */
  readonly environments?: ReadonlySet<string> | undefined;
}

/** Names in a policy that mean nothing, or something other than they seem to. */
export function checkNames(
  policy: Policy,
  place: YamlText['place'],
  known: KnownNames = {},
): readonly Finding[] {
  return [
    ...groupsInGroups(policy, place),
    ...unknownInGroups(policy, place, known.models),
    ...unknownNames(policy, place, known.models),
    ...unknownEnvironments(policy, place, known.environments),
  ];
}

function groupsInGroups(policy: Policy, place: YamlText['place']): readonly Finding[] {
  return [...policy.modelGroups].flatMap(([group, models]) =>
    models.flatMap((model, index): Finding[] =>
      policy.modelGroups.has(model)
        ? [
            {
              rule: 'policy-group-in-group',
              severity: 'critical',
              message: `Model group "${group}" names the model group "${model}"; groups hold models only.`,
              fix: `Write the models of "${model}" out.`,
              ...place(['modelGroups', group, index]),
            },
          ]
        : [],
    ),
  );
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

function unknownNames(
  policy: Policy,
  place: YamlText['place'],
  known: ReadonlySet<string> | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [team, { models }] of policy.teams) {
    if (models === undefined || models === 'all') continue;
    for (const [index, entry] of models.entries()) {
      if (policy.modelGroups.has(entry) || (known !== undefined && offersModel(known, entry))) continue;
      const group = sameLetters(policy, entry);
      if (group === null && known === undefined) continue;
      findings.push({
        rule: 'policy-unknown-group',
        severity: 'warning',
        message: `"${entry}" is not a model group of this file${known === undefined ? '' : ', and no node offers a model of that name'}.`,
        fix: group === null ? 'Check the spelling.' : `Did you mean "${group}"?`,
        ...place(['teams', team, 'models', index]),
      });
    }
  }
  return findings;
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

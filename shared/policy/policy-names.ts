import type { Finding } from '../config/finding.ts';
import type { YamlText } from '../config/yaml-text.ts';
import { offersModel } from './offered-models.ts';
import type { Policy } from './policy.ts';

/** Names in a policy that mean nothing, or something other than they seem to. */
export function checkNames(
  policy: Policy,
  place: YamlText['place'],
  knownModels?: ReadonlySet<string>,
): readonly Finding[] {
  return [...groupsInGroups(policy, place), ...unknownNames(policy, place, knownModels)];
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

/** A model group whose name differs from this one in case, "-" and "_" only. */
function sameLetters(policy: Policy, entry: string): string | null {
  return [...policy.modelGroups.keys()].find((group) => letters(group) === letters(entry)) ?? null;
}

function letters(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

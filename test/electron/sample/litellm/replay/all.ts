import type { Release } from '../../../../../electron/sample/litellm/release.ts';
import { LAB_MASTER_KEY } from '../lab-state.ts';
import { recordingNames } from '../recording.ts';
import { labBase } from './lab-base.ts';
import { labSeed } from './lab-seed.ts';
import { replay } from './runner.ts';
import { ENFORCEMENT, LITERAL_KEY, SCRIPT, withoutDatabase } from './script.ts';
import type { Outcome, Phase } from './phase.ts';

/** Replays every recording of a release that is in the script. */
export function replayRelease(release: Release): readonly Outcome[] {
  const names = new Set(recordingNames(release));
  const known = (phases: readonly Phase[]): readonly Phase[] =>
    phases.map((phase) => ({
      ...phase,
      steps: phase.steps.filter((step) =>
        typeof step === 'string' ? names.has(step) : 'method' in step || names.has(step.name),
      ),
    }));
  const base = labBase();
  const literal = { ...base, generalSettings: { ...base.generalSettings, master_key: LAB_MASTER_KEY } };
  const bare = { ...base, generalSettings: { master_key: 'os.environ/LITELLM_MASTER_KEY' }, guardrails: [] };
  return [
    ...replay(release, base, labSeed(), known(SCRIPT)),
    ...replay(release, base, labSeed(), known(ENFORCEMENT)),
    ...replay(release, literal, labSeed(), known(LITERAL_KEY)),
    ...replay(release, bare, [], known([withoutDatabase([...names])]), { database: false }),
  ];
}

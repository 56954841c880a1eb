import type { GatewayKind } from '../fleet/node.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { assertNever } from '../result.ts';
import { readCostFile } from '../cost/cost-file.ts';
import { checkDoublewordConfig, type DoublewordSurroundings } from './doubleword-config.ts';
import { readResourceFile, type FileNode } from '../wanted/resource-file.ts';
import { SEVERITIES, type Finding, type Severity } from './finding.ts';
import { checkLitellmConfig } from './litellm-config.ts';

/**
 * What a configuration file of the workspace is: our policy file, our cost file, one node's resource file, or one gateway's
 * own file.
 */
export type ConfigRole = 'policy' | 'costs' | 'resources' | GatewayKind;

/** What a file stands in; each kind of file heeds its own part. */
interface Surroundings extends DoublewordSurroundings {
  /** Whose resource file it is. */
  readonly of?: FileNode;
}

/**
 * Everything that can be noticed in a configuration file without asking a gateway, in order of place.
 *
 * @param around what a Doubleword's file stands in, or whose resource file it is
 */
export function checkConfig(role: ConfigRole, text: string, around?: Surroundings): readonly Finding[] {
  return [...findingsOf(role, text, around)].sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
}

/** The worst severity among findings; null when there are none. */
export function worstSeverity(findings: readonly Finding[]): Severity | null {
  return SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}

function findingsOf(role: ConfigRole, text: string, around?: Surroundings): readonly Finding[] {
  switch (role) {
    case 'policy':
      return readPolicy(text).findings;
    case 'costs':
      return readCostFile(text).findings;
    case 'resources':
      return readResourceFile(text, around?.of).findings;
    case 'litellm':
      return checkLitellmConfig(text);
    case 'doubleword':
      return checkDoublewordConfig(text, around);
    default:
      return assertNever(role);
  }
}

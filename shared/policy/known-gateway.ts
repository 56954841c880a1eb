import { isLicensed } from '../fleet/licence.ts';
import type { Snapshot } from '../fleet/snapshot.ts';
import type { KnownGateway } from './enforcement.ts';

/** What a snapshot tells of its gateway, as far as rules depend on it. */
export function knownGateway({ version, resources }: Pick<Snapshot, 'version' | 'resources'>): KnownGateway {
  return { version, licensed: isLicensed(resources) };
}

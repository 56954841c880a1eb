import type { LoggedRequest } from '../../../shared/audit/logged-request.ts';

/**
 * What many requests have in common: who asked for which model and how it went. A segment keeps each such combination
 * once, and of every request only its number.
 */
export type Profile = Pick<LoggedRequest, (typeof PROFILE_FIELDS)[number]>;

export const PROFILE_FIELDS = [
  'kind',
  'callType',
  'teamId',
  'teamAlias',
  'key',
  'keyAlias',
  'user',
  'model',
  'servedModel',
  'provider',
  'deployment',
  'organization',
  'ok',
  'errorCode',
  'errorClass',
  'cacheHit',
] as const;

/** The profile of a request. */
export function profileOf(request: LoggedRequest): Profile {
  return {
    kind: request.kind,
    callType: request.callType,
    teamId: request.teamId,
    teamAlias: request.teamAlias,
    key: request.key,
    keyAlias: request.keyAlias,
    user: request.user,
    model: request.model,
    servedModel: request.servedModel,
    provider: request.provider,
    deployment: request.deployment,
    organization: request.organization,
    ok: request.ok,
    errorCode: request.errorCode,
    errorClass: request.errorClass,
    cacheHit: request.cacheHit,
  };
}

/** A profile as text: equal profiles, equal text. */
export function profileText(profile: Profile): string {
  return JSON.stringify(PROFILE_FIELDS.map((field) => profile[field]));
}

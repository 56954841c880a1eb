import type { ValueObject } from '../python.ts';
import { without, words, type Row } from '../store/row.ts';

const LATER = new Set(
  words(`definition_location is_latest parent_version_id production_at published_at version_number
    version_status`),
);
const LATER_ATTACHMENT = new Set(words('default definition_location priority'));
const NONE: ReadonlySet<string> = new Set();

/** A policy. Versions came after LiteLLM 1.81.13. */
export function policyView(policy: Row, older: boolean): ValueObject {
  return without(policy, older ? LATER : NONE);
}

/** What a policy is attached to. */
export function attachmentView(attachment: Row, older: boolean): ValueObject {
  return without(attachment, older ? LATER_ATTACHMENT : NONE);
}

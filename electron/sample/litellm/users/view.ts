import type { ValueObject } from '../python.ts';
import { pick, without, words, type Row } from '../store/row.ts';

const LATER = new Set(words('last_breach_check_at password_reset_required'));
const NONE: ReadonlySet<string> = new Set();

const TABLES: ValueObject = {
  litellm_organization_table: null,
  organization_memberships: null,
  invitations_created: null,
  invitations_updated: null,
  invitations_user: null,
};

/** A user inside another answer, and after a write. */
export function userRowView(user: Row, older: boolean): ValueObject {
  return {
    ...without(user, older ? LATER : NONE),
    ...TABLES,
    ...(older ? {} : { verified_subjects: null }),
    password: null,
  };
}

/** What `/user/update` answers of a user: 1.106.2 leaves the password out. */
export function userWriteView(user: Row, older: boolean): ValueObject {
  const { password, ...view } = userRowView(user, older);
  return older ? { ...view, password: password ?? null } : view;
}

/** The `user_info` of `/user/info`. */
export function userInfoView(user: Row, older: boolean): ValueObject {
  return { ...userWriteView(user, older), organization_memberships: [] };
}

const LISTED_BEFORE = words(`user_id user_alias sso_user_id teams user_role max_budget spend user_email models
  metadata tpm_limit rpm_limit budget_duration budget_reset_at model_spend model_max_budget created_at
  updated_at object_permission`);

/** A user in `/user/list` and in the answer of `/team/member_add`. */
export function userListView(user: Row, older: boolean): ValueObject {
  return {
    ...(older ? pick(user, LISTED_BEFORE) : user),
    organization_memberships: null,
  };
}

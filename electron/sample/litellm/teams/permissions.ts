import { words } from '../store/row.ts';

const ALWAYS = words(`/key/generate /key/update /key/delete /key/info /key/regenerate
  /key/service-account/generate /key/{key_id}/regenerate /key/list /key/block /key/unblock /key/bulk_update`);
const LATER = words(`/team/key/bulk_update /team/daily/activity /team/daily/activity/aggregated
  /team/daily/activity/aggregated/keys /team/daily/activity/aggregated/search
  /team/daily/activity/aggregated/model_top_keys /team/daily/activity/export /spend/logs /spend/logs/v2
  /key/{key_id}/reset_spend /key/aliases /key/access_group_assignment /auto_router/manage`);

/** The routes that a team may open to its members. */
export function memberPermissions(older: boolean): readonly string[] {
  return older ? ALWAYS : [...ALWAYS, ...LATER];
}

const OFFERED = words(`/key/generate /key/update /key/delete /key/regenerate /key/service-account/generate
  /key/{key_id}/regenerate /key/block /key/unblock /key/bulk_update /team/key/bulk_update
  /key/{key_id}/reset_spend /key/access_group_assignment /auto_router/manage /key/info
  /key/health /key/list /key/aliases /team/daily/activity /team/daily/activity/aggregated
  /spend/logs /spend/logs/v2`);

/** The permissions that new teams could be given by default (LiteLLM 1.106.2), in its order. */
export function defaultPermissions(): readonly string[] {
  return OFFERED;
}

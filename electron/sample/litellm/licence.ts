/** LiteLLM's words for what needs a licence. */
export const LICENCE_NOTE =
  'You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env. Get a 7 day trial key here: https://www.litellm.ai/enterprise#trial. \nPricing: https://www.litellm.ai/#pricing';

/** The same after what was asked for. */
export function refuseUnlicensed(what: string): string {
  return `${what} ${LICENCE_NOTE}`;
}

/** The refusal of budgets of single models of a key, in the middle of other words. */
export const UNLICENSED_MODEL_BUDGETS = `Invalid model_max_budget: ${refuseUnlicensed('You must have an enterprise license to set model_max_budget.')}. Example of valid model_max_budget: https://docs.litellm.ai/docs/proxy/users`;

/** The refusal of a field that needs a licence. */
export function unlicensedField(name: string): string {
  return `This feature is only available for LiteLLM Enterprise users: ${name}. ${LICENCE_NOTE}`;
}

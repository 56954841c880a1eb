import { words } from '../store/row.ts';
import type { Store } from '../store/store.ts';

const BARE = words(`sync_deployment_callback_on_success _PROXY_VirtualKeyModelMaxBudgetLimiter
  _PROXY_MaxParallelRequestsHandler_v3 _PROXY_CacheControlCheck ResponsesIDSecurity SkillsInjectionHook
  _PROXY_MaxIterationsHandler _PROXY_MaxBudgetPerSessionHandler _PROXY_SensitiveDataRoutingHandler
  PromptCacheObserver ServiceLogging`);
const WITH_DATABASE = words(`sync_deployment_callback_on_success _PROXY_VirtualKeyModelMaxBudgetLimiter
  ContentFilterGuardrail _ProxyDBLogger ShadowEvalLogger _PROXY_MaxParallelRequestsHandler_v3
  _PROXY_CacheControlCheck ResponsesIDSecurity SkillsInjectionHook _PROXY_MaxIterationsHandler
  _PROXY_MaxBudgetPerSessionHandler _PROXY_SensitiveDataRoutingHandler PromptCacheObserver
  AutoRouterBaselineCache ServiceLogging ContentFilterGuardrail`);
const BEFORE = words(`sync_deployment_callback_on_success SkillsInjectionHook
  _PROXY_VirtualKeyModelMaxBudgetLimiter ContentFilterGuardrail _ProxyDBLogger _PROXY_MaxBudgetLimiter
  _PROXY_MaxParallelRequestsHandler_v3 _PROXY_CacheControlCheck ResponsesIDSecurity ServiceLogging
  ContentFilterGuardrail`);

/** The callbacks that a proxy says it has; a guardrail is one, so they come and go with those. */
export function callbacksOf(store: Store): readonly string[] {
  if (!store.database) return BARE;
  const all = store.release === '1.81.13' ? BEFORE : WITH_DATABASE;
  return store.guardrails.size() > 0 ? all : all.filter((name) => name !== 'ContentFilterGuardrail');
}

import { ok, type Answer } from '../answer.ts';
import type { ValueObject } from '../python.ts';
import type { Call, Route } from '../route.ts';

/** Ready-made policies: one of the simulator's own in the shape of the gateway's. */
export const TEMPLATE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/policy/templates', access: 'admin', answer: listTemplates },
];

const NAME = 'mask-addresses';

function listTemplates({ older }: Call): Answer {
  const template: ValueObject = {
    id: NAME,
    title: 'Mask addresses',
    description: 'Takes e-mail addresses out of what is asked.',
    icon: 'ShieldCheckIcon',
    iconColor: 'text-purple-500',
    iconBg: 'bg-purple-50',
    guardrails: [NAME],
    complexity: 'Low',
    guardrailDefinitions: [
      {
        guardrail_name: NAME,
        litellm_params: {
          guardrail: 'litellm_content_filter',
          mode: 'pre_call',
          patterns: [{ pattern_type: 'prebuilt', pattern_name: 'email', action: 'MASK' }],
          pattern_redaction_format: '[{pattern_name}_REDACTED]',
        },
        guardrail_info: { description: 'Masks e-mail addresses' },
      },
    ],
    templateData: {
      policy_name: NAME,
      description: 'Takes e-mail addresses out of what is asked.',
      guardrails_add: [NAME],
      guardrails_remove: [],
    },
  };
  const later = {
    example_sentences: ['Write to a@example.test'],
    tags: ['privacy'],
    estimated_latency_ms: 1,
  };
  return ok([older ? template : { ...template, ...later }]);
}

import { sampleId } from './sample-id.ts';
import { SAMPLE_MODELS } from './sample-names.ts';
import type {
  DoublewordMember,
  DoublewordProbeResult,
  DoublewordToolSource,
  DoublewordWebhook,
} from './state.ts';

const ORGANIZATION = 'payments-scoring';

/** Who is in the sample's organization: its owner, an admin, a member who may manage keys, and somebody who was invited. */
export function sampleMembers(seed: number, nextTime: () => string): DoublewordMember[] {
  const member = (
    name: string | null,
    role: DoublewordMember['role'],
    more: Partial<DoublewordMember> = {},
  ): DoublewordMember => ({
    id: sampleId(seed, 'membership', name ?? 'invited'),
    organization: sampleId(seed, 'payer', ORGANIZATION),
    user: name === null ? null : sampleId(seed, 'payer', name),
    role,
    status: name === null ? 'pending' : 'active',
    created_at: nextTime(),
    can_manage_keys: false,
    ...more,
  });
  return [
    member('admin', 'owner'),
    member('nightly-pipeline', 'admin'),
    member('support-bot', 'member', { can_manage_keys: true }),
    member(null, 'member', { invite_email: 'auditor@example.test' }),
  ];
}

/** A webhook of a user, and one of the organization that is paused. */
export function sampleWebhooks(seed: number, nextTime: () => string): DoublewordWebhook[] {
  const webhook = (owner: string, more: Partial<DoublewordWebhook>): DoublewordWebhook => {
    const time = nextTime();
    return {
      id: sampleId(seed, 'webhook', owner),
      user_id: sampleId(seed, 'payer', owner),
      url: `https://hooks.example.test/${owner}`,
      enabled: true,
      ...more,
      scope: 'own',
      created_at: time,
      updated_at: time,
    };
  };
  return [
    webhook('nightly-pipeline', { event_types: ['batch.completed', 'batch.failed'] }),
    webhook(ORGANIZATION, { enabled: false, description: 'Paused while the receiver moves' }),
  ];
}

/** A tool that one group and one model may use. */
export function sampleToolSources(seed: number, nextTime: () => string): DoublewordToolSource[] {
  const time = nextTime();
  return [
    {
      id: sampleId(seed, 'tool', 'ticket-search'),
      kind: 'http',
      name: 'ticket-search',
      description: 'Finds tickets like this one',
      parameters: { type: 'object', properties: { words: { type: 'string' } } },
      url: 'https://tools.example.test/tickets',
      has_api_key: true,
      timeout_secs: 30,
      created_at: time,
      updated_at: time,
      groups: [sampleId(seed, 'group', 'support-bots')],
      models: [sampleId(seed, 'model', 'mistral-small')],
    },
  ];
}

/** What the probes found in the last days before the sample's now: one call in seven failed. */
export function sampleProbeResults(seed: number, clock: string): DoublewordProbeResult[] {
  const day = 24 * 3_600_000;
  const last = Date.parse(clock) - day + 5 * 3_600_000;
  return SAMPLE_MODELS.filter(({ probed }) => probed === true).flatMap(({ alias }) =>
    Array.from({ length: 7 }, (_, index): DoublewordProbeResult => {
      const failed = index === 4;
      return {
        id: sampleId(seed, 'probe result', `${alias} ${String(index)}`),
        probe_id: sampleId(seed, 'probe', alias),
        executed_at: new Date(last - index * day).toISOString().replace('Z', '000Z'),
        success: !failed,
        response_time_ms: 240 + index * 7,
        status_code: failed ? 502 : 200,
        error_message: failed ? 'Request failed with status 502' : null,
      };
    }),
  );
}

import { dollarsToNano } from '../cost/dollars.ts';
import type { Resource } from '../fleet/snapshot.ts';
import { ProblemError } from '../result.ts';
import type { CaseDeployment, CaseKey, Cases, CaseTeam, CaseUser, Sequence } from './case-file.ts';
import { readCaseDocument, readCaseFile } from './case-file.ts';
import { readDoublewordCases } from './doubleword/doubleword-case-file.ts';
import { explainDoubleword } from './doubleword/explain-doubleword.ts';
import type { ModelCatalogue } from './litellm/catalogue.ts';
import { refusalOf } from './litellm/decide.ts';
import type { Budget, KeySubject, Refusal, TeamSubject, UserSubject } from './litellm/decide.ts';
import { fileModelBudgets } from './litellm/file-model-budgets.ts';
import type { FileCaller } from './litellm/file-model-budgets.ts';
import { catalogueOf } from './litellm/litellm-catalogue.ts';
import { createModelList } from './litellm/model-list.ts';
import { KNOWN_RELEASES, rulesOf } from './litellm/release-rules.ts';
import type { ReleaseRules } from './litellm/release-rules.ts';
import { reasonOf } from './litellm/verdict-words.ts';
import { nanoOf } from './neutral-values.ts';
import { isOwnStatus } from './own-statuses.ts';
import { recordedOf } from './recorded-answers.ts';
import type { RecordedAnswer } from './recorded-answers.ts';
import { rulesTaken } from './rules-taken.ts';
import type { ExplainedVerdict, ExplainedFile } from './explained-file.ts';

/**
 * Explains every request of a file of cases or of a sequence of LiteLLM (see case-file.ts), or of requests of Doubleword (see
 * doubleword-case-file.ts), told apart by what is in it. Throws a ProblemError for what is no such file, and for a version
 * that is none.
 */
export function explainFile(text: string, where: string): ExplainedFile {
  const document = readCaseDocument(text, where);
  if (document['gateway'] === 'doubleword')
    return explainDoubleword(readDoublewordCases(document, where), where);
  const { file, version, rules, exact } = readExplained(text, where);
  const { verdicts, answers } = explainWith(file, rules);
  return {
    gateway: 'litellm',
    version,
    rules: rulesTaken({ rules, exact }),
    verdicts,
    recorded: recordedOf(verdicts, answers),
  };
}

/** A file of cases or of a sequence, with the rules of its version. Throws as {@link explainFile} does. */
export function readExplained(text: string, where: string) {
  const file = readCaseFile(text, where);
  const { version } = 'cases' in file ? file.cases : file.sequence;
  const chosen = rulesOf(version);
  if (chosen === null) throw noVersion(version, where);
  return { file, version, ...chosen };
}

/** What a release says to every request of a file. */
export function explainWith(file: ReturnType<typeof readCaseFile>, rules: ReleaseRules): Explained {
  return 'cases' in file ? explainCases(file.cases, rules) : explainSequence(file.sequence, rules);
}

interface Explained {
  readonly verdicts: readonly ExplainedVerdict[];
  readonly answers: readonly (RecordedAnswer | null)[];
}

function explainCases({ routers, cases }: Cases, rules: ReleaseRules): Explained {
  const catalogues = routers.map((router) =>
    catalogueIn(router.model_list, router.model_group_alias ?? {}, rules),
  );
  const verdicts = cases.map(({ router, key, team, user, model }): ExplainedVerdict => {
    const catalogue = catalogues[router];
    if (catalogue === undefined) throw new RangeError('A case names no router.');
    const caller = {
      key: asTold(keyOf(key), key),
      team: team && asTold(teamOf(team), team),
      user: user && asTold(userOf(user), user),
    };
    const who = { key: { ...key, token: '' }, team, user };
    const ofModels = fileModelBudgets([{ caller: who, model }], catalogue, rules);
    const refusal = refusalOf(caller, model, catalogue, rules, ofModels?.check(0, null) ?? null);
    const because = reasonOf(refusal, caller, model, catalogue, rules);
    if (refusal === null) return { allowed: true, because };
    // The check functions raise no HTTP error for what is blocked; the proxy makes one of it.
    if (refusal.check === 'blocked') return { allowed: false, type: 'blocked', by: refusal.holder, because };
    return { allowed: false, ...answerTo(refusal, rules), because };
  });
  return { verdicts, answers: cases.map(({ verdict }) => verdict ?? null) };
}

function explainSequence(sequence: Sequence, rules: ReleaseRules): Explained {
  const { models, model_group_alias: aliases, before, requests, log_rows: rows } = sequence;
  const catalogue = catalogueIn(models, aliases ?? {}, rules);
  const spends = new Map(rows.map(({ request_id: id, spend }) => [id, dollarsToNano(spend) ?? 0]));
  const teams = new Map(before.teams.map((team) => [team.team_id, counted(teamOf(team))]));
  const users = new Map(before.users.map((user) => [user.user_id, counted(userOf(user))]));
  const callers = new Map(
    before.keys.map((key) => {
      const caller = {
        key: counted(keyOf(key)),
        team: teams.get(key.team_id ?? '') ?? null,
        user: users.get(key.user_id ?? '') ?? null,
      };
      return [key.token, caller] as const;
    }),
  );
  const told = callersOf(before);
  const ofModels = fileModelBudgets(
    requests.map(({ key, model }) => ({ caller: told.get(key) ?? NOBODY, model })),
    catalogue,
    rules,
  );
  const verdicts = requests.map(({ key, model, id, at }, place): ExplainedVerdict => {
    const caller = callers.get(key);
    if (caller === undefined)
      return {
        allowed: false,
        type: 'token_not_found_in_db',
        status: rules.statuses.blocked,
        because: 'The gateway does not know this key.',
      };
    const ms = at === undefined ? 0 : Date.parse(at);
    const refusal =
      refusalOf(caller, model, catalogue, rules, ofModels?.check(place, ms) ?? null) ??
      (catalogue.isKnown(model) ? null : ({ check: 'unknown-model' } as const));
    const because = reasonOf(refusal, caller, model, catalogue, rules);
    if (refusal !== null) return { allowed: false, ...answerTo(refusal, rules), because };
    const spend = BigInt(spends.get(id ?? '') ?? 0);
    for (const holder of [caller.key, caller.team, caller.user])
      if (holder !== null) holder.budget.spent += spend;
    ofModels?.add(place, ms, Number(spend));
    return { allowed: true, because };
  });
  const answers = requests.map(({ status, type }): RecordedAnswer | null => {
    if (status === undefined) return null;
    const isRefused = isOwnStatus('litellm', String(status)) && type !== PROVIDER_LIMIT;
    return isRefused ? { allowed: false, status, type: type ?? undefined } : { allowed: true };
  });
  return { verdicts, answers };
}

/** Of a key that a file does not tell of. */
const NOBODY: FileCaller = { key: { token: '' }, team: null, user: null };

/** Who calls, by their keys. */
function callersOf({ keys, teams, users }: Sequence['before']): ReadonlyMap<string, FileCaller> {
  const teamOfId = new Map(teams.map((team) => [team.team_id, team]));
  const userOfId = new Map(users.map((user) => [user.user_id, user]));
  return new Map(
    keys.map((key) => {
      const team = teamOfId.get(key.team_id ?? '') ?? null;
      return [key.token, { key, team, user: userOfId.get(key.user_id ?? '') ?? null }] as const;
    }),
  );
}

/** The type of a provider's 429 (`RateLimitError`, 1.81.13 and 1.106.2); the proxy's own limits have others. */
const PROVIDER_LIMIT = 'throttling_error';

/** A holder whose spend is added up. */
function counted<T extends { readonly budget: { readonly max: bigint | null; readonly spent: bigint } }>(
  holder: T,
): T & { readonly budget: { spent: bigint } } {
  return { ...holder, budget: { ...holder.budget } };
}

/** The gateway's error for a refusal, as HTTP says it. */
function answerTo(
  refusal: Refusal,
  { statuses, unknownModelType }: ReleaseRules,
): { readonly type: string; readonly by?: string; readonly status: number } {
  switch (refusal.check) {
    case 'blocked':
      return { type: 'auth_error', by: refusal.holder, status: statuses.blocked };
    case 'models':
      return { type: `${refusal.holder}_model_access_denied`, status: statuses.modelDenied };
    case 'no-models':
      return { type: 'key_model_access_denied', status: statuses.modelDenied };
    case 'budget':
    case 'model-budget':
      return { type: 'budget_exceeded', by: refusal.holder, status: statuses.budgetExceeded };
    case 'unknown-model':
      return { type: unknownModelType, status: statuses.unknownModel };
  }
}

/** The catalogue of a node that holds a file's models. */
function catalogueIn(
  deployments: readonly CaseDeployment[],
  aliases: Readonly<Record<string, string>>,
  rules: ReleaseRules,
): ModelCatalogue {
  const made = (
    kind: Resource['kind'],
    name: string,
    rest: Pick<Resource, 'fields'> & Partial<Pick<Resource, 'settings'>>,
  ): Resource => ({ kind, id: name, name, owner: 'database', settings: {}, observed: {}, ...rest });
  const models = deployments.map(({ model_name: name, litellm_params: params, model_info: info }) =>
    made('model', name, {
      fields: {
        target: params?.model ?? '',
        inputPrice: info?.input_cost_per_token ?? null,
        outputPrice: info?.output_cost_per_token ?? null,
      },
      settings: {
        litellm_params: { base_model: params?.base_model ?? '' },
        model_info: { access_groups: info?.access_groups ?? [] },
      },
    }),
  );
  return catalogueOf(
    [...models, made('setting', 'model_group_alias', { fields: { value: aliases } })],
    rules,
  );
}

interface Amounts {
  readonly spend?: number | null | undefined;
  readonly max_budget?: number | null | undefined;
}

function budgetOf({ spend, max_budget: max }: Amounts): {
  readonly max: bigint | null;
  readonly spent: bigint;
} {
  return { max: nanoOf(max ?? undefined), spent: nanoOf(spend ?? undefined) ?? 0n };
}

/** A holder whose spend is compared as the file tells it. */
function asTold<T extends { readonly budget: Budget }>(holder: T, { spend, max_budget: max }: Amounts): T {
  if (typeof max !== 'number') return holder;
  return { ...holder, budget: { ...holder.budget, dollars: { max, spent: spend ?? 0 } } };
}

function keyOf(key: CaseKey) {
  return {
    models: createModelList(key.models ?? []),
    blocked: key.blocked ?? false,
    budget: budgetOf(key),
    aliases: new Map(Object.entries(key.aliases ?? {})),
  } satisfies KeySubject;
}

function teamOf(team: CaseTeam) {
  return {
    models: createModelList(team.models ?? []),
    blocked: team.blocked ?? false,
    budget: budgetOf(team),
    aliases: new Map(Object.entries(team.model_aliases ?? {})),
  } satisfies TeamSubject;
}

function userOf(user: CaseUser) {
  return { models: createModelList(user.models ?? []), budget: budgetOf(user) } satisfies UserSubject;
}

function noVersion(version: string, where: string): ProblemError {
  return new ProblemError({
    code: 'no_version',
    message: `${where} is of version ${JSON.stringify(version)}, which is none.`,
    next: `Write the gateway's version, such as ${KNOWN_RELEASES.at(-1) ?? ''}.`,
    where,
  });
}

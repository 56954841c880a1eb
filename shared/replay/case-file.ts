import * as v from 'valibot';

import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { ProblemError } from '../result.ts';

const amount = v.nullish(v.number(), null);
const text = v.nullish(v.string(), '');
const spent = v.pipe(v.number(), v.minValue(0, 'what was spent is not below zero'));
const names = v.nullish(v.array(v.string()), []);
const texts = v.nullish(v.record(v.string(), v.string()), {});

const DeploymentSchema = v.object({
  model_name: v.string(),
  litellm_params: v.nullish(v.object({ model: text, base_model: text }), {}),
  model_info: v.nullish(
    v.object({
      access_groups: names,
      input_cost_per_token: amount,
      output_cost_per_token: amount,
    }),
    {},
  ),
});
/** Cases are answered by the check functions alone, which are told what is free: no cost map is asked (1.81.13). */
const UnlistedSchema = v.pipe(
  DeploymentSchema,
  v.transform((deployment) => ({ ...deployment, litellm_params: { model: '', base_model: '' } })),
);
const RouterSchema = v.object({ model_list: v.array(UnlistedSchema), model_group_alias: texts });
/** Budgets for single models, with either of the names that LiteLLM has for what is in them. */
const modelBudgets = v.nullish(
  v.record(
    v.string(),
    v.pipe(
      v.object({ max_budget: amount, budget_limit: amount, budget_duration: text, time_period: text }),
      v.transform(
        ({ max_budget: max, budget_limit: limit, budget_duration: duration, time_period: period }) => ({
          max_budget: limit ?? max,
          budget_duration: period || duration,
        }),
      ),
    ),
  ),
  {},
);
const HolderEntries = {
  models: names,
  spend: v.nullish(spent, 0),
  max_budget: amount,
  model_max_budget: modelBudgets,
  /** Of cases, dollars by the name that the release counts them under; a sequence begins with none. */
  model_spend: v.nullish(v.record(v.string(), spent), {}),
  blocked: v.nullish(v.boolean(), false),
};
const KeySchema = v.object({ ...HolderEntries, aliases: texts });
const TeamSchema = v.object({ ...HolderEntries, team_id: v.string(), model_aliases: texts });
const UserSchema = v.object({ ...HolderEntries, user_id: v.string() });

const CasesSchema = v.object({
  gateway: v.literal('litellm'),
  version: v.string(),
  routers: v.array(RouterSchema),
  cases: v.array(
    v.object({
      router: v.number(),
      key: KeySchema,
      team: v.nullish(TeamSchema, null),
      user: v.nullish(UserSchema, null),
      model: v.string(),
      verdict: v.optional(
        v.object({
          allowed: v.boolean(),
          type: v.optional(v.string()),
          by: v.optional(v.string()),
          status: v.optional(v.number()),
        }),
      ),
    }),
  ),
});

const SequenceSchema = v.object({
  gateway: v.literal('litellm'),
  version: v.string(),
  models: v.array(DeploymentSchema),
  model_group_alias: texts,
  before: v.object({
    teams: v.array(TeamSchema),
    users: v.array(UserSchema),
    keys: v.array(
      v.object({
        ...KeySchema.entries,
        token: v.string(),
        team_id: v.nullish(v.string(), null),
        user_id: v.nullish(v.string(), null),
      }),
    ),
  }),
  requests: v.array(
    v.object({
      key: v.string(),
      model: v.string(),
      /** When it came, for budgets that start anew; all come at once where none says it. */
      at: v.optional(v.pipe(v.string(), v.isoTimestamp('it is no time such as 2026-10-01T09:00:00Z'))),
      status: v.optional(v.number()),
      type: v.nullish(v.string(), null),
      id: v.nullish(v.string(), null),
    }),
  ),
  log_rows: v.array(v.object({ request_id: v.string(), spend: spent })),
});

/** Cases that have nothing to do with each other: who calls, what was spent so far, which model. */
export type Cases = v.InferOutput<typeof CasesSchema>;

/** Requests one after the other, with the state before the first and the log of what they cost. */
export type Sequence = v.InferOutput<typeof SequenceSchema>;

export type CaseKey = v.InferOutput<typeof KeySchema>;
export type CaseTeam = v.InferOutput<typeof TeamSchema>;
export type CaseUser = v.InferOutput<typeof UserSchema>;
export type CaseDeployment = v.InferOutput<typeof DeploymentSchema>;

/**
 * Reads a file of cases or of a sequence, told apart by what is in it. Throws a ProblemError that names the place.
 *
 * @param where the file, for people
 */
export function readCaseFile(
  text: string,
  where: string,
): { readonly cases: Cases } | { readonly sequence: Sequence } {
  const document = readCaseDocument(text, where);
  if ('cases' in document) {
    const parsed = v.safeParse(CasesSchema, document);
    if (!parsed.success) throw notCases(where, faultOf(parsed.issues));
    for (const [index, { router }] of parsed.output.cases.entries())
      if (parsed.output.routers[router] === undefined)
        throw notCases(where, `cases.${index}.router: there is no router ${router}`);
    return { cases: parsed.output };
  }
  if ('requests' in document) {
    const parsed = v.safeParse(SequenceSchema, document);
    if (!parsed.success) throw notCases(where, faultOf(parsed.issues));
    return { sequence: parsed.output };
  }
  throw notCases(where, 'it has neither "cases" nor "requests"');
}

/** The object that a file of requests to explain is. Throws a ProblemError for what is none. */
export function readCaseDocument(text: string, where: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw notCases(where, error instanceof Error ? error.message : 'it is no JSON');
  }
  if (!isJsonObject(document)) throw notCases(where, 'it is no JSON object');
  return document;
}

/** The first fault of a document that is not of its shape. */
export function faultOf(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues;
  if (first === undefined) return 'it is not of that shape';
  return `${v.getDotPath(first) ?? 'the document'}: ${first.message}`;
}

/** @param next what a file should hold; by default those of LiteLLM */
export function notCases(where: string, why: string, next: string = LITELLM_FILES): ProblemError {
  return new ProblemError({
    code: 'not_cases',
    message: `${where} cannot be explained: ${why}.`,
    next,
    where,
  });
}

const LITELLM_FILES =
  'Give a JSON file with "version", "routers" and "cases", or with "version", "models", "before", "requests" and "log_rows"; of Doubleword with "gateway": "doubleword".';

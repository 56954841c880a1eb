/**
 * The policy file of the sample. Held against the sample's nodes it brings `prod-us` back in line with
 * `prod-eu`, gives `support-bots` the budget it lacked when its key leaked, and makes two teams.
 */
export const POLICY_TEXT = `# What every team may use and how much it may spend, in one file for all gateways.
# Nothing is written to a gateway until you have seen the plan and pushed it.
# A key that is left out means: leave it as it is. A team that is not named here is left alone.
version: 1

modelGroups:
  cheap: [gpt-4o-mini, claude-haiku]
  frontier: [gpt-4o, claude-sonnet]

teams:
  payments:
    models: [gpt-4o, gpt-4o-mini, text-embedding-3-small]
    budget: { limit: 70 USD, period: 30d }
    limits: { requestsPerMinute: 1200, tokensPerMinute: 400000 }
    environments: [prod]

  search:
    models: [cheap, text-embedding-3-small]
    budget: { limit: 40 USD, period: 30d }
    limits: { requestsPerMinute: 600, tokensPerMinute: 100000 }
    environments: [prod]

  growth:
    models: [gpt-4o-mini, gemini-flash]
    budget: { limit: 20 USD, period: 30d }
    limits: { requestsPerMinute: 300 }
    environments: [prod]

  fraud:
    models: [cheap, gpt-4o]
    budget: { limit: 50 USD, period: 30d }
    limits: { requestsPerMinute: 1000, tokensPerMinute: 300000 }
    environments: [prod]

  # Had no budget at all when its notebook key leaked on 20 October.
  support-bots:
    models: [cheap, gpt-4o]
    budget: { limit: 60 USD, period: 30d }
    limits: { requestsPerMinute: 600 }
    environments: [prod]

  mobile:
    models: [cheap]
    budget: { limit: 25 USD, period: 30d }
    limits: { requestsPerMinute: 600 }
    environments: [prod]

  research:
    models: [frontier, llama-local]
    budget: { limit: 40 USD, period: 30d }
    environments: [prod]

  # Made on prod-eu by hand, and forgotten on prod-us.
  café-kiosk:
    models: [gpt-4o-mini]
    budget: { limit: 5 USD, period: 30d }
    limits: { requestsPerMinute: 120 }
    environments: [prod]

  # A group for the batch node alone. Doubleword has no budgets or limits for groups.
  nightly-evals:
    models: [qwen3-32b, llama-3.3-70b]
    environments: [batch]
`;

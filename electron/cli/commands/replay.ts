import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { lackedText, nothingReplayed } from '../nothing-replayed.ts';
import { policyText } from '../policy-text.ts';
import { policyWarnings } from '../policy-warnings.ts';
import { missingLine } from '../problem-text.ts';
import { replayRemarks, replayText } from '../replay-text.ts';
import { replayedSpan, SPAN_OPTIONS } from '../replayed-span.ts';
import { KEPT_VERBS, toldKept } from './replay-kept.ts';
import { replayPrices } from './replay-prices.ts';
import { replayUpgrade } from './replay-upgrade.ts';

export const replay: Command = {
  usage: [
    'replay [POLICY.yaml] [--month YYYY-MM] [--from T --until T] [--node NAME] [--keep]',
    'replay [POLICY.yaml] --as-version VERSION [--month YYYY-MM] [--from T --until T] [--node NAME]',
    'replay [POLICY.yaml] --prices FILE.json|VERSION|own [--month YYYY-MM] [--from T --until T] [--node NAME]',
    'replay list',
    'replay show ID',
    'replay again ID',
  ],
  summary:
    "Runs the archive's requests in the order of time through a policy, and says which it would have denied and which it would let through that are refused today. Without a file it is the workspace's own policy. The newest month with requests when none is named. Denied requests end it with exit code 2. With --as-version it says what another release of LiteLLM would answer to the same requests, and because of what it differs: to the nodes as they were pulled, or to a policy file; budgets fill by its cost map where that and the node's are known (1.81.13 and 1.106.2), and what was priced anew is said; a request that changes ends it with exit code 2. With --prices it says what the same requests would have cost: by a file like LiteLLM's cost map, by the cost map of a release, or by the prices that nodes have of their own (own); requests that budgets would then refuse end it with exit code 2, as does a time of which nothing could be replayed. What is kept stays in replays/, with the hashes of all that it depends on: `again` ends with 0 where it gives the same bytes, with 2 where something that it depends on has moved, with 1 where nothing has and the result is another one.",
  examples: [
    'replay',
    'replay policy-draft.yaml --month 2026-10',
    'replay --from 2026-10-01 --until 2026-10-08 --json',
    'replay --as-version 1.110.2',
    'replay --prices 1.81.13',
    'replay --prices prices.json --month 2026-10 --json',
    'replay policy-draft.yaml --keep',
    'replay again 3f2a91c07b4e',
  ],
  options: {
    ...SPAN_OPTIONS,
    node: { type: 'string' },
    keep: { type: 'boolean' },
    'as-version': { type: 'string' },
    prices: { type: 'string' },
  },
  async run(context) {
    const { io, positionals, text, flag, call } = context;
    const [file, ...more] = positionals;
    const kept = KEPT_VERBS.get(file ?? '');
    if (kept !== undefined) return kept(context, more);
    if (more.length > 0) throw new UsageError('Name one policy file.');
    const asWritten = await policyText(context, file);
    const node = text('node');
    const wish = {
      // The workspace's own files are read by the replay itself.
      ...(file === undefined || asWritten === null ? {} : { policy: asWritten.text, policyFile: file }),
      ...(await replayedSpan(context)),
      ...(node === undefined ? {} : { nodes: [node] }),
    };
    const version = text('as-version');
    const prices = text('prices');
    if (version !== undefined && prices !== undefined)
      throw new UsageError('Name one of --as-version and --prices.');
    const other = version === undefined ? (prices === undefined ? null : '--prices') : '--as-version';
    if (flag('keep') && other !== null) throw notKept(other, version ?? prices ?? '');
    const isOfNodes = file === undefined && (version !== undefined || prices !== undefined);
    if (asWritten !== null && !isOfNodes) io.err(await policyWarnings(context, asWritten));
    if (version !== undefined) return replayUpgrade(context, wish, version);
    if (prices !== undefined) return replayPrices(context, wish, prices);
    if (flag('keep')) return toldKept(await call('replay.keep', wish), io);
    const view = await call('replay.run', wish);
    for (const problem of view.problems) io.err(`${missingLine(problem)}\n`);
    for (const line of replayRemarks(view)) io.err(`${line}\n`);
    const replayed = view.nodes.filter(({ left }) => left === null).map((one) => one.node);
    io.err(lackedText(replayed, view));
    const { tookMs, ...rest } = view;
    return {
      json: { ...rest, seconds: tookMs / 1000 },
      text: replayText(view),
      exit: view.denied > 0 || nothingReplayed(replayed, view) !== null ? EXIT.findings : EXIT.done,
    };
  },
};

/** What is kept can be run again and attached to a plan, which is of neither another release nor other prices. */
function notKept(option: string, value: string): UsageError {
  return new UsageError(
    `--keep does not go with ${option}: a kept replay is of a policy under each node's own release and costs, as a plan is decided on it. To keep this answer as a document: gatehouse replay ${option} ${value} --json > replay.json`,
  );
}

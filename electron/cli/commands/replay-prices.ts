import path from 'node:path';

import type { PriceSource } from '../../../shared/contract/arguments.ts';
import type { CallArgs } from '../../../shared/contract/contract.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { lackedText, nothingReplayed } from '../nothing-replayed.ts';
import { repriceRemarks, repriceText } from '../reprice-text.ts';

/** `replay --prices`: what the same requests would have cost. */
export async function replayPrices(
  { io, call }: CommandContext,
  wish: CallArgs<'replay.run'>,
  prices: string,
): Promise<CommandResult> {
  const view = await call('replay.reprice', { ...wish, prices: priceSourceOf(prices, io.cwd) });
  for (const line of repriceRemarks(view)) io.err(`${line}\n`);
  const replayed = view.nodes.map(({ node }) => node);
  io.err(lackedText(replayed, view));
  const { tookMs, ...rest } = view;
  return {
    json: { ...rest, seconds: tookMs / 1000 },
    text: repriceText(view),
    exit: view.verdicts.denied > 0 || nothingReplayed(replayed, view) !== null ? EXIT.findings : EXIT.done,
  };
}

/** `own`, a version, or else a file; a file that is called like a version is written as `./1.106.2`. */
function priceSourceOf(prices: string, cwd: string): PriceSource {
  if (prices === 'own') return { type: 'own' };
  const isVersion = /^v?\d+(?:\.\d+)+[-\w.]*$/.test(prices) && !prices.endsWith('.json');
  return isVersion ? { type: 'release', release: prices } : { type: 'file', path: path.resolve(cwd, prices) };
}

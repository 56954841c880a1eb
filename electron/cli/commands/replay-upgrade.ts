import type { CallArgs } from '../../../shared/contract/contract.ts';
import type { CommandContext, CommandResult } from '../command.ts';
import { EXIT } from '../io.ts';
import { lackedText, nothingReplayed } from '../nothing-replayed.ts';
import { upgradeRemarks, upgradeText } from '../upgrade-text.ts';

/** `replay --as-version`: what another release would answer. */
export async function replayUpgrade(
  { io, call }: CommandContext,
  wish: CallArgs<'replay.run'>,
  to: string,
): Promise<CommandResult> {
  const view = await call('replay.upgrade', { ...wish, to });
  for (const line of upgradeRemarks(view)) io.err(`${line}\n`);
  const replayed = view.nodes.map(({ node }) => node);
  io.err(lackedText(replayed, view));
  const { tookMs, ...rest } = view;
  return {
    json: { ...rest, seconds: tookMs / 1000 },
    text: upgradeText(view),
    exit:
      view.denied + view.gained > 0 || nothingReplayed(replayed, view) !== null ? EXIT.findings : EXIT.done,
  };
}

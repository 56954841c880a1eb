import type { KeptReplayView, ReplayAgainView } from '../../../shared/contract/kept-replay-answers.ts';
import { fileWords, type ReplayRecord } from '../../../shared/replay/record/replay-record.ts';
import { ProblemError } from '../../../shared/result.ts';
import { UsageError, type CommandContext, type CommandResult } from '../command.ts';
import { EXIT, type CliIo } from '../io.ts';
import { describeProblem } from '../problem-text.ts';
import { replayRemarks, replayText } from '../replay-text.ts';
import { renderTable } from '../table.ts';

/** What can be done with replays that are kept, by the word after `replay`. */
export const KEPT_VERBS: ReadonlyMap<
  string,
  (context: CommandContext, rest: readonly string[]) => Promise<CommandResult>
> = new Map([
  ['list', list],
  ['show', show],
  ['again', again],
]);

/** A kept replay as a document and as text, with what it depends on. */
export function toldKept(view: KeptReplayView, io: CliIo): CommandResult {
  const { id, keptAt, record, changes } = view;
  const { from, until, inputs, result } = record;
  const told = { ...result, from, until };
  for (const line of [...lostRemarks(record), ...replayRemarks(told)]) io.err(`${line}\n`);
  return {
    json: { id, keptAt, changes, ...told, inputs },
    text: `${replayText(told)}\n${inputsText(record)}Kept as ${id}\nRun it again with: gatehouse replay again ${id.slice(0, 12)}\n`,
    exit: result.denied > 0 ? EXIT.findings : EXIT.done,
  };
}

async function list({ call }: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  if (rest.length > 0) throw new UsageError('replay list takes no names.');
  const { replays, damaged } = await call('replay.kept', {});
  const rows = replays.map(({ id, keptAt, from, until, nodes, sums, changes }) => [
    id.slice(0, 12),
    `${keptAt.slice(0, 16)}Z`,
    `${from.slice(0, 10)} to ${until.slice(0, 10)}`,
    nodes.join(', '),
    sums.requests.toLocaleString('en'),
    sums.denied.toLocaleString('en'),
    sums.gained.toLocaleString('en'),
    changes.join(', '),
  ]);
  const lost = damaged.map(({ id }) => [id.slice(0, 12), 'not usable', '', '', '', '', '', '']);
  const table = renderTable(
    [
      { title: 'Replay' },
      { title: 'Kept' },
      { title: 'Requests of' },
      { title: 'Nodes' },
      { title: 'requests', align: 'right' },
      { title: 'denied', align: 'right' },
      { title: 'let through', align: 'right' },
      { title: 'Attached to' },
    ],
    [...rows, ...lost],
  );
  return {
    json: { replays, damaged },
    text:
      rows.length + lost.length === 0
        ? 'No replay is kept yet. Keep one with: gatehouse replay --keep\n'
        : table + damaged.map(({ problem }) => describeProblem(problem)).join(''),
    exit: damaged.length > 0 ? EXIT.findings : EXIT.done,
  };
}

async function show({ call, io }: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  const result = toldKept(await call('replay.open', { id: oneId(rest) }), io);
  // That it denies something is no news here.
  return { ...result, exit: EXIT.done };
}

async function again({ call }: CommandContext, rest: readonly string[]): Promise<CommandResult> {
  const view = await call('replay.again', { id: oneId(rest) });
  if (view.verdict === 'differs') throw resultDiffers(view);
  return {
    json: view,
    text: againText(view),
    exit: view.verdict === 'same' ? EXIT.done : EXIT.findings,
  };
}

function againText({ id, verdict, moved, differs, before, now, since }: ReplayAgainView): string {
  const news = since.map((line) => `  ${line}\n`).join('');
  if (verdict === 'same') return `${id.slice(0, 12)}: the same, byte by byte.\n${news}`;
  const sums = (of: ReplayAgainView['now']): string =>
    `${of.requests.toLocaleString('en')} requests, ${of.denied.toLocaleString('en')} denied, ${of.gained.toLocaleString('en')} let through`;
  return [
    `${id.slice(0, 12)}: what it depends on is not as it was.\n`,
    ...moved.map(({ text }) => `  ${text}\n`),
    differs.length === 0
      ? 'The result is the same.\n'
      : `The result is another one (${differs.join(', ')}): ${sums(before)} then; ${sums(now)} now.\n`,
    news,
  ].join('');
}

/** Nothing that it depends on has moved: then the program, or a file whose hash was not looked at, is another one. */
function resultDiffers({ id, differs, before, now }: ReplayAgainView): ProblemError {
  return new ProblemError({
    code: 'replay_differs',
    message: `All that the replay ${id.slice(0, 12)} depends on is as it was, and the result is another one (${differs.join(', ')}): ${before.denied} denied and ${before.gained} let through then, ${now.denied} and ${now.gained} now.`,
    next: 'This version of Gatehouse replays otherwise than the one that kept it. Run gatehouse verify to rule the archive out; then keep the replay anew.',
    where: `replays/${id}.json`,
  });
}

function oneId([id, ...more]: readonly string[]): string {
  if (id === undefined || more.length > 0)
    throw new UsageError('Name one kept replay: gatehouse replay list');
  return id;
}

function lostRemarks({ inputs }: ReplayRecord): readonly string[] {
  return inputs.nodes.flatMap(({ node, lost }) =>
    lost.map(
      (name) =>
        `Missing: the segment ${name} of ${node} could not be read then. Whether it can be now says gatehouse verify; --repair brings it back.`,
    ),
  );
}

function inputsText({ inputs }: ReplayRecord): string {
  const lines = [
    ...inputs.files.map((file) => [fileWords(file), file.sha256.slice(0, 12)]),
    ...inputs.nodes.flatMap(({ node, snapshot, tables, segments }) => [
      ...(snapshot === null
        ? []
        : [[`${node}, snapshot of ${snapshot.takenAt.slice(0, 16)}Z`, snapshot.hash.slice(0, 12)]]),
      ...tables.map(({ use, release, sha256 }) => [`${node}, ${use} of ${release}`, sha256.slice(0, 12)]),
      ...(segments.length === 0 ? [] : [[`${node}, segments of the archive`, String(segments.length)]]),
    ]),
  ];
  return renderTable([{ title: 'It depends on' }, { title: 'SHA-256' }], lines);
}

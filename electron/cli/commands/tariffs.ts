import type { TariffHistory } from '../../../shared/contract/answers.ts';
import type { PastTariff } from '../../../shared/cost/tariff-history.ts';
import { many } from '../../../shared/replay/many.ts';
import { ProblemError } from '../../../shared/result.ts';
import { UsageError, type Command } from '../command.ts';
import { EXIT } from '../io.ts';
import { nameInTable, renderTable } from '../table.ts';

/** So many models are named to who named another. */
const MODELS_NAMED = 8;

export const tariffs: Command = {
  usage: ['tariffs NODE [--model MODEL]'],
  summary:
    'The prices of a Doubleword node and since when they hold, with those that ended: dwctl forgets them, the snapshots of earlier pulls tell them. What a request cost is in the archive; this says why.',
  examples: ['tariffs batch', 'tariffs batch --model llama-3.3-70b --json'],
  options: { model: { type: 'string' } },
  async run({ positionals, text, call }) {
    const [node, ...rest] = positionals;
    if (node === undefined || rest.length > 0) throw new UsageError('Name one node.');
    const history = await call('snapshots.tariffs', { node });
    const model = text('model');
    const shown = history.tariffs.filter(
      (one) => model === undefined || one.model === model || one.formerly.includes(model),
    );
    if (model !== undefined && shown.length === 0 && history.since !== null)
      throw new ProblemError({
        code: 'unknown_model',
        message: `No snapshot of ${node} has a price of a model "${model}".`,
        next: nextModel(history.tariffs),
        where: node,
      });
    const lines = [
      history.since === null ? noPrice(node, history) : `What ended before ${history.since} was not seen.`,
      ...(history.inPart === 0
        ? []
        : [
            `Not all models were shown to the key at ${many(history.inPart, 'pull')}; the prices of the others are taken to hold on there.`,
          ]),
      ...(history.since === null || history.withoutModels.length === 0
        ? []
        : [`No models could be read at ${many(history.withoutModels.length, 'pull')}.`]),
      ...history.unread.map((name) => `The snapshot ${name} cannot be read, and is left out.`),
    ];
    const table = shown.length === 0 ? '' : tableOf(shown);
    return { json: { ...history, tariffs: shown }, text: `${table}${lines.join('\n')}\n`, exit: EXIT.done };
  },
};

function noPrice(node: string, { withoutModels, unread }: TariffHistory): string {
  if (withoutModels.length === 0 && unread.length === 0)
    return `${node} was not pulled yet, so no price is known. Next: gatehouse pull ${node}`;
  return `No pull of ${node} has read its models, so no price is known. Next: give it a key whose owner may list models, and gatehouse pull ${node}`;
}

function nextModel(tariffs: readonly PastTariff[]): string {
  const names = [...new Set(tariffs.map((one) => one.model))];
  if (names.length === 0) return 'Leave --model out: none of its models has a price of its own.';
  const some = names.slice(0, MODELS_NAMED).join(', ');
  return `Name one of these: ${some}${names.length > MODELS_NAMED ? ', …' : ''}.`;
}

function tableOf(shown: readonly PastTariff[]): string {
  return renderTable(
    [
      { title: 'Model' },
      { title: 'For' },
      { title: 'In, USD a token', align: 'right' },
      { title: 'Out, USD a token', align: 'right' },
      { title: 'From' },
      { title: 'Until' },
    ],
    shown.map((one) => [
      nameInTable(one.formerly.length === 0 ? one.model : `${one.model} (was ${one.formerly.join(', ')})`),
      [one.purpose ?? 'every key', ...(one.completionWindow === null ? [] : [one.completionWindow])].join(
        ', ',
      ),
      one.inputPrice,
      one.outputPrice,
      one.from,
      untilText(one),
    ]),
  );
}

function untilText({ until, seen }: PastTariff): string {
  if (until === null) return 'holds';
  return seen === null ? until : `between ${seen} and ${until}`;
}

import { formatUsd } from '../../ui/format.ts';

/** An amount with its sign: plus for what would cost more. */
export function differenceWords(difference: string): string {
  const isMore = !difference.startsWith('-') && Number(difference) !== 0;
  return `${isMore ? '+' : ''}${formatUsd(difference)}`;
}

import type { TariffFields } from './snapshot.ts';

/** The tariff by which a call with a realtime key is paid (dwctl 10.13.1): the one for that purpose, else the one for all. */
export function realtimeTariff(tariffs: readonly TariffFields[]): TariffFields | undefined {
  const usable = tariffs.filter(({ completionWindow }) => completionWindow === null);
  return (
    usable.find(({ purpose }) => purpose === 'realtime') ?? usable.find(({ purpose }) => purpose === null)
  );
}

/** What a call with a realtime key pays, US dollars a token; no tariff is free. */
export function realtimePrices(
  tariffs: readonly TariffFields[],
): Pick<TariffFields, 'inputPrice' | 'outputPrice'> {
  const { inputPrice = '0', outputPrice = '0' } = realtimeTariff(tariffs) ?? {};
  return { inputPrice, outputPrice };
}

/** A set of tariffs in the one order in which equal sets are equal: by name, purpose and window. */
export function sortTariffs(tariffs: readonly TariffFields[]): readonly TariffFields[] {
  const key = ({ name, purpose, completionWindow }: TariffFields): string =>
    [name, purpose ?? '', completionWindow ?? ''].join('\0');
  return tariffs.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

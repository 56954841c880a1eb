/** What tokens cost, in nano-dollars each, to a millionth of one. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  /** Of the prompt's tokens, those read from the provider's cache. */
  readonly cacheRead: number;
}

/** Texts that come again and again, each once, with numbers from 1; 0 is "nothing". */
export interface WordList {
  readonly texts: readonly string[];
  numberOf(text: string): number;
}

/** An empty list. */
export function createWordList(): WordList {
  const texts: string[] = [''];
  const numbers = new Map<string, number>([['', 0]]);
  return {
    texts,
    numberOf(text) {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      const number = texts.length;
      texts.push(text);
      numbers.set(text, number);
      return number;
    },
  };
}

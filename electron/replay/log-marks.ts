import type { AskedMarks, Combination } from '../../shared/replay/request-log.ts';
import { createPairs } from '../../shared/pair-numbers.ts';
import type { SegmentReader } from '../archive/segment/segment-reader.ts';
import { tagsOf } from '../archive/segment/stored-values.ts';

/** Tells the requests of a log apart by customers and tags, as far as they are asked about. */
export interface LogMarks {
  /**
   * Replaces the combinations of a segment's rows by those with their customers and tags.
   *
   * @param combination of each row; what is none stays
   */
  mark(reader: SegmentReader, combination: Uint32Array): void;
}

/** Nothing of it is asked about. */
const UNMARKED = 0;

/**
 * @param all combinations; new ones are added
 * @param other what is no combination
 */
export function createLogMarks(asked: AskedMarks, all: Combination[], other: number): LogMarks {
  const marks = createMarkNumbers(asked);
  const pairs = createPairs();
  const marked: number[] = [];

  function markedNumber(plain: number, mark: number): number {
    const number = pairs.numberOf(plain, mark) - 1;
    const known = marked[number];
    if (known !== undefined) return known;
    const combination = all[plain];
    const made = combination === undefined ? plain : all.push({ ...combination, ...marks.of(mark) }) - 1;
    marked[number] = made;
    return made;
  }

  return {
    mark(reader, combination) {
      const words = reader.words();
      const customers = reader.wordNumbers('endUser');
      const tags = reader.wordNumbers('tags');
      const ofCustomer = Int32Array.from(words, () => UNKNOWN);
      const ofTags = Int32Array.from(words, () => UNKNOWN);
      const lookUp = (known: Int32Array, word: number, find: (text: string) => number): number => {
        let number = known[word] ?? UNMARKED;
        if (number === UNKNOWN) {
          number = find(words[word] ?? '');
          known[word] = number;
        }
        return number;
      };
      for (let row = 0; row < combination.length; row += 1) {
        const plain = combination[row] ?? other;
        if (plain === other) continue;
        const customer = lookUp(ofCustomer, customers[row] ?? 0, marks.customer);
        const list = lookUp(ofTags, tags[row] ?? 0, marks.tags);
        if (customer === UNMARKED && list === UNMARKED) continue;
        combination[row] = markedNumber(plain, marks.both(customer, list));
      }
    },
  };
}

const UNKNOWN = -1;

/** Numbers for customers and lists of tags, the same in all segments. */
function createMarkNumbers({ customers, tags }: AskedMarks) {
  const asked = { customers: customers === 'all' ? null : new Set(customers), tags: new Set(tags) };
  const numbers = new Map<string, number>();
  const texts: string[] = [''];
  const pairs = createPairs();
  const both: (readonly [customer: number, tags: number])[] = [];

  function numberOf(text: string): number {
    const number = numbers.get(text) ?? texts.push(text) - 1;
    numbers.set(text, number);
    return number;
  }

  return {
    customer(name: string): number {
      return name === '' || asked.customers?.has(name) === false ? UNMARKED : numberOf(name);
    },
    /** @param stored a list of tags as a segment has it; their order makes no difference */
    tags(stored: string): number {
      const list = stored === '' ? [] : tagsOf(stored).filter((tag) => asked.tags.has(tag));
      return list.length === 0 ? UNMARKED : numberOf(JSON.stringify([...new Set(list)].sort()));
    },
    both(customer: number, list: number): number {
      const number = pairs.numberOf(customer, list) - 1;
      both[number] = [customer, list];
      return number;
    },
    of(mark: number): Pick<Combination, 'customer' | 'tags'> {
      const [customer, list] = both[mark] ?? [UNMARKED, UNMARKED];
      return {
        ...(customer === UNMARKED ? {} : { customer: texts[customer] ?? '' }),
        ...(list === UNMARKED ? {} : { tags: tagsOf(texts[list] ?? '') }),
      };
    },
  };
}

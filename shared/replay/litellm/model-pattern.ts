/** A pattern of a list of models, ready to be asked about names. */
export type ModelPattern = (model: string) => boolean;

/** Each may be tried both ways: that many make at most some hundreds of ways. */
const MOST_CHOICES = 8;

/**
 * LiteLLM puts `.*` for each `*` and takes the whole as a regular expression (`is_model_allowed_by_pattern`, 1.81.13 and
 * 1.106.2): a dot in a pattern stands for any character, and `gpt-4o+*` covers `gpt-4oo`. An expression that repeats more
 * than once can take longer than anyone waits, so that such a pattern is walked through here, once for each name.
 *
 * @returns null for what is no expression, and for what repeats more than once and groups besides
 */
export function modelPatternOf(pattern: string): ModelPattern | null {
  if (isQuick(pattern)) return expressionOf(pattern);
  if (/[()[\]{}|^$\\]/.test(pattern)) return null;
  const steps = stepsOf(pattern);
  return steps === null ? null : (model) => walks(steps, model);
}

/** True where an expression can be tried in few ways, whatever the name. */
function isQuick(pattern: string): boolean {
  const repeats = pattern.match(/[*+{]/g)?.length ?? 0;
  const choices = pattern.match(/[|?]/g)?.length ?? 0;
  return repeats <= 1 && choices <= MOST_CHOICES;
}

function expressionOf(pattern: string): ModelPattern | null {
  try {
    const expression = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    return (model) => expression.test(model);
  } catch {
    return null;
  }
}

interface Step {
  /** Null for any but the end of a line. */
  readonly character: string | null;
  readonly mayBeLeftOut: boolean;
  readonly mayRepeat: boolean;
}

const ANY_NUMBER: Step = { character: null, mayBeLeftOut: true, mayRepeat: true };

/** Null where something repeats that cannot, such as `++`. */
function stepsOf(pattern: string): readonly Step[] | null {
  const steps: Step[] = [];
  // A question mark after what repeats makes it no other expression for a whole name.
  for (const [, sign = '', count = ''] of pattern.matchAll(/([^+?]|^[+?])([+?]*)/gs)) {
    const counts = sign === '*' ? ['', '?'] : ['', '+', '?', '+?', '??'];
    if (sign === '+' || sign === '?' || !counts.includes(count)) return null;
    if (sign === '*') steps.push(ANY_NUMBER);
    else
      steps.push({
        character: sign === '.' ? null : sign,
        mayBeLeftOut: count.startsWith('?'),
        mayRepeat: count.startsWith('+'),
      });
  }
  return steps;
}

/** All places that can be reached in the steps are kept while the name is read once. */
function walks(steps: readonly Step[], model: string): boolean {
  let reached = new Uint8Array(steps.length + 1);
  reached[0] = 1;
  for (let at = 0; ; at += 1) {
    for (const [place, { mayBeLeftOut }] of steps.entries())
      if (reached[place] === 1 && mayBeLeftOut) reached[place + 1] = 1;
    if (at === model.length) return reached[steps.length] === 1;
    const next = new Uint8Array(steps.length + 1);
    for (const [place, { character, mayRepeat }] of steps.entries()) {
      const sign = model[at];
      if (reached[place] !== 1 || (character === null ? sign === '\n' : sign !== character)) continue;
      next[place + 1] = 1;
      if (mayRepeat) next[place] = 1;
    }
    reached = next;
  }
}

/** A step that failed, with the one thing to do next. */
export class StepError extends Error {
  /**
   * @param {string} message what went wrong, one sentence
   * @param {string} next what to do about it, ready to type where it is a command
   */
  constructor(message, next) {
    super(message);
    this.name = 'StepError';
    this.next = next;
  }
}

/**
 * Says one line about what the set-up is doing. Always on stderr: stdout belongs to results.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`gatehouse: ${line}\n`);
}

/**
 * Runs a script's main function; turns a failed step into its message and the next step, exit code 1.
 *
 * @param {() => Promise<number>} main resolves to the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = 1;
    if (!(error instanceof StepError)) throw error;
    say(error.message);
    say(`next: ${error.next}`);
  }
}

/** Where the command line reads and writes; set by tests. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Stderr is a terminal: progress may be drawn. */
  readonly terminal: boolean;
  /** Colours may be used on stdout. */
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => Date;
  /** All of standard input as text; left out where there is none. */
  readonly input?: () => Promise<string>;
  /** Aborted on the first interrupt. */
  readonly signal: AbortSignal;
}

/** Exit codes, as documented under `gatehouse --help`. */
export const EXIT = { done: 0, error: 1, findings: 2, usage: 64, cancelled: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

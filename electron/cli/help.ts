import type { Command } from './command.ts';

/** What `gatehouse --help` prints. */
export function overviewHelp(commands: ReadonlyMap<string, Command>): string {
  const lines = [...commands].flatMap(([, command]) => [
    ...command.usage.map((usage) => `  gatehouse ${usage}`),
    `      ${command.summary}`,
  ]);
  return `Gatehouse, the governance console for AI gateways: the command line.

${lines.join('\n')}

Common options
  --workspace DIR   the workspace folder (default: the current folder)
  --json            one JSON document on stdout and nothing else
  --quiet           no progress
  -h, --help        this text, or that of a command
  --version         the version

Exit codes
  0 done, nothing found    1 error    2 done, and there is something to act on
  64 wrong usage           130 cancelled

Keys come from environment variables (--key-env) and never from arguments.
`;
}

/** What `gatehouse COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const examples = command.examples.map((example) => `  gatehouse ${example}\n`).join('');
  return `${command.usage.map((usage) => `Usage: gatehouse ${usage}`).join('\n')}\n\n${command.summary}\n\nExamples\n${examples}`;
}

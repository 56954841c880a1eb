import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { checkDoublewordConfig } from '../../../shared/config/doubleword-config.ts';

const FOLDER = 'test/fixtures/gateways/doubleword/recorded';

interface Recorded {
  readonly command: { readonly env: Readonly<Record<string, string>> };
  readonly config: string | null;
  readonly result: { readonly exit_code: number; readonly stderr: string };
}

const CASES = readdirSync(FOLDER)
  .filter((name) => name.startsWith('configfile-'))
  .map((name) => ({
    name,
    ...(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Recorded),
  }));

describe('what dwctl --validate said of recorded files', () => {
  it.each(CASES)('$name: the same verdict, and the same place', ({ command, config, result }) => {
    const findings = checkDoublewordConfig(config ?? '', { environment: command.env });
    const critical = findings.filter(({ severity }) => severity === 'critical');
    expect(critical.length > 0).toBe(result.exit_code !== 0);
    if (result.exit_code === 0) return;
    const words = critical.map(({ message }) => message).join('\n');
    const key = / for key "(default\.[^"]+)"/.exec(result.stderr)?.[1];
    if (key !== undefined) expect(words).toContain(`"${key}"`);
    const rule = /^Error: Failed to Config validation: ([^.]{10,60})/.exec(result.stderr)?.[1];
    if (rule !== undefined) expect(words).toContain(rule);
    const [, line] = / at line (\d+) column \d+/.exec(result.stderr) ?? [];
    if (line !== undefined) expect(critical.map((one) => String(one.line))).toContain(line);
  });

  it('covers every recorded file', () => {
    expect(CASES).toHaveLength(14);
  });
});

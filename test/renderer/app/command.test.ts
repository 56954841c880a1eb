import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { groupCommands, matchCommands, type Command } from '../../../renderer/app/commands/command.ts';

const command = (title: string, group: Command['group'], words = ''): Command => ({
  id: title,
  title,
  group,
  icon: 'file',
  words,
  run: () => undefined,
});

const commands = [
  command('Overview', 'Go to'),
  command('Fleet', 'Go to'),
  command('Pull prod-eu', 'Nodes', 'snapshot refresh'),
  command('Pull prod-us', 'Nodes', 'snapshot refresh'),
  command('Add a node', 'Nodes', 'connect gateway'),
  command('Use the dark look', 'App', 'theme'),
];
const titles = (query: string) => matchCommands(commands, query).map(({ title }) => title);

describe('matchCommands', () => {
  it('finds by parts of words in any order', () => {
    expect(titles('us pull')).toEqual(['Pull prod-us']);
    expect(titles('THEME')).toEqual(['Use the dark look']);
    expect(titles('snapshot')).toEqual(['Pull prod-eu', 'Pull prod-us']);
    expect(titles('zzz')).toEqual([]);
  });

  it('puts a title that begins with the query first', () => {
    expect(titles('o')[0]).toBe('Overview');
    expect(titles('node')[0]).toBe('Add a node');
  });

  it('shows everything while nothing is typed, and never more than there is', () => {
    expect(titles('  ')).toHaveLength(commands.length);
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (query) => {
        const found = matchCommands(commands, query);
        expect(new Set(found).size).toBe(found.length);
        expect(found.every((one) => commands.includes(one))).toBe(true);
      }),
    );
  });
});

it('groups stand in the order in which they first appear, and lose nothing', () => {
  const groups = groupCommands(commands);
  expect(groups.map(({ value }) => value)).toEqual(['Go to', 'Nodes', 'App']);
  expect(groups.flatMap(({ items }) => items)).toEqual(commands);
});

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useState, type ReactNode } from 'react';

import './palette.css';
import { Icon } from '../../ui/icon.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { groupCommands, matchCommands, type Command } from '../commands/command.ts';
import { useCommands, useLookups } from '../commands/use-commands.ts';
import { setPaletteOpen, usePalette } from '../state/palette.ts';

/** Every screen and every action, by typing a part of its name. */
export function Palette(): ReactNode {
  const open = usePalette((state) => state.open);
  return (
    <Dialog.Root open={open} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog__veil" />
        <Dialog.Viewport className="dialog__viewport">
          <Dialog.Popup className="palette" aria-label="Search or do anything">
            <CommandList />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function CommandList(): ReactNode {
  const [query, setQuery] = useState('');
  const commands = useCommands();
  const lookups = useLookups(query);
  const matching = matchCommands(commands, query);
  const groups = groupCommands(matching.length === 0 ? lookups : matching);
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(command: Command) => command.title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="palette__line">
        <Icon name="search" />
        <Autocomplete.Input
          className="palette__input"
          aria-label="Search or do anything"
          placeholder="Go to a screen, open a file, pull a node…"
        />
      </div>
      <div className="palette__results">
        <Autocomplete.Empty>
          {groups.length === 0 && <div className="palette__empty muted">Nothing answers “{query}”.</div>}
        </Autocomplete.Empty>
        <Autocomplete.List>
          {(group: (typeof groups)[number]) => (
            <Autocomplete.Group key={group.value} items={group.items}>
              <Autocomplete.GroupLabel className="popup__label">{group.value}</Autocomplete.GroupLabel>
              <Autocomplete.Collection>
                {(command: Command) => <CommandItem key={command.id} command={command} />}
              </Autocomplete.Collection>
            </Autocomplete.Group>
          )}
        </Autocomplete.List>
      </div>
    </Autocomplete.Root>
  );
}

function CommandItem({ command }: { readonly command: Command }): ReactNode {
  return (
    <Autocomplete.Item
      value={command}
      className="popup__item"
      onClick={() => {
        setPaletteOpen(false);
        command.run();
      }}
    >
      <Icon name={command.icon} />
      <span className="truncate">{command.title}</span>
      {command.shortcut !== undefined && (
        <span className="popup__hint">
          <Kbd keys={command.shortcut} />
        </span>
      )}
    </Autocomplete.Item>
  );
}

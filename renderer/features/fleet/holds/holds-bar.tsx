import { useCallback, useEffect, useState, type ReactNode } from 'react';

import { OWNER_NAMES } from '../../../../shared/fleet/browse-columns.ts';
import { OWNERS, type Owner } from '../../../../shared/fleet/snapshot.ts';
import { call } from '../../../app/api.ts';
import type { BrowseFilter } from '../../../app/state/navigation.ts';
import { Button } from '../../../ui/button.tsx';
import { FindSelect } from '../../../ui/find-select.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Select, type SelectOption } from '../../../ui/select.tsx';
import { countKind } from '../kind-words.ts';

/** Teams offered at once; typing finds the others. */
const OFFERED = 50;

export interface HoldsBarProps {
  readonly node: string;
  readonly filter: BrowseFilter;
  readonly onChange: (filter: BrowseFilter) => void;
}

/** What is looked for: words, a team, an owner. The same for every kind. */
export function HoldsBar({ node, filter, onChange }: HoldsBarProps): ReactNode {
  const set = (field: keyof BrowseFilter, value: string | null): void => {
    const rest = Object.fromEntries(Object.entries(filter).filter(([key]) => key !== field));
    onChange(value === null || value === '' ? rest : { ...rest, [field]: value });
  };
  return (
    <div className="holds__bar" role="search" aria-label={`What ${node} holds`}>
      <SearchField
        key={filter.text === undefined ? 'none' : 'some'}
        label="Find by name, id, model, member or team"
        placeholder="Name, id, model, member, team"
        value={filter.text ?? ''}
        onChange={(text) => set('text', text)}
      />
      <TeamFilter node={node} team={filter.team ?? null} onChange={(team) => set('team', team)} />
      <Select<Owner | 'any'>
        label="Owned by"
        showLabel
        value={filter.owner ?? 'any'}
        options={[
          { value: 'any', label: 'anyone' },
          ...OWNERS.map((owner) => ({ value: owner, label: OWNER_NAMES[owner] })),
        ]}
        onChange={(owner) => set('owner', owner === 'any' ? null : owner)}
      />
      {Object.keys(filter).length > 1 && (
        <Button tone="quiet" onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
    </div>
  );
}

function TeamFilter(props: {
  readonly node: string;
  readonly team: string | null;
  readonly onChange: (team: string | null) => void;
}): ReactNode {
  const { node, team, onChange } = props;
  const name = useTeamName(node, team);
  const find = useCallback((text: string) => findTeams(node, text), [node]);
  return (
    <FindSelect
      label="Team"
      value={team === null ? null : { value: team, label: name ?? team }}
      onChange={onChange}
      find={find}
    />
  );
}

async function findTeams(node: string, text: string): Promise<readonly SelectOption<string>[]> {
  const result = await call('resources.list', { node, kind: 'team', text, offset: 0, limit: OFFERED });
  if (!result.ok) return [];
  return result.value.rows.map(({ id, name, cells }) => ({
    value: id,
    label: name,
    ...(typeof cells['keys'] === 'number' && { hint: countKind(cells['keys'], 'key') }),
  }));
}

/** The name of a team that was chosen elsewhere, such as on its own page; null until it is known. */
function useTeamName(node: string, team: string | null): string | null {
  const [known, setKnown] = useState<{ readonly team: string; readonly name: string } | null>(null);
  useEffect(() => {
    if (team === null) return undefined;
    let here = true;
    void call('resources.get', { node, kind: 'team', id: team }).then((result) => {
      if (here && result.ok) setKnown({ team, name: result.value.resource.name });
    });
    return () => {
      here = false;
    };
  }, [node, team]);
  return known?.team === team ? known.name : null;
}

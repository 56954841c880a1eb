import type { ReactNode } from 'react';

import { Icon } from '../../ui/icon.tsx';
import { MOD_KEY } from '../../ui/kbd.tsx';
import { SCREEN_ENTRIES } from '../screens.tsx';
import { go, useNavigation, type Screen } from '../state/navigation.ts';
import { changes, configFiles, fleet } from '../state/workspace.ts';

/** The screens, with how many things each holds that one may want to see. */
export function Rail(): ReactNode {
  const current = useNavigation((state) => state.place.screen);
  const counts = useCounts();
  return (
    <nav className="rail" aria-label="Screens">
      {SCREEN_ENTRIES.map(({ screen, title, icon }, index) => {
        const count = counts[screen];
        return (
          <button
            key={screen}
            type="button"
            className="rail__item"
            aria-current={screen === current ? 'page' : undefined}
            title={`${title} (${MOD_KEY} ${index + 1})`}
            onClick={() => {
              go({ screen });
            }}
          >
            <Icon name={icon} />
            <span className="rail__title">{title}</span>
            {count !== undefined && (
              <span className={`rail__count${count.hot ? ' rail__count--hot' : ''}`}>
                {count.value}
                <span className="visually-hidden"> {count.words}</span>
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}

interface Count {
  readonly value: number;
  readonly words: string;
  /** It waits for a decision. */
  readonly hot: boolean;
}

function useCounts(): Partial<Record<Screen, Count>> {
  const nodes = fleet.use((state) => state.value?.nodes.length ?? 0);
  const flawed = configFiles.use(
    (state) =>
      state.value?.files.filter(({ worst }) => worst === 'critical' || worst === 'warning').length ?? 0,
  );
  const open = changes.use(
    (state) =>
      state.value?.changes.filter(({ status }) => status !== 'verified' && status !== 'failed').length ?? 0,
  );
  return {
    ...(nodes > 0 && { fleet: { value: nodes, words: 'nodes', hot: false } }),
    ...(flawed > 0 && { config: { value: flawed, words: 'files with findings', hot: true } }),
    ...(open > 0 && { changes: { value: open, words: 'open changes', hot: true } }),
  };
}

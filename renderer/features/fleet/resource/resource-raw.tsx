import { useState, type ReactNode } from 'react';

import type { Resource } from '../../../../shared/fleet/snapshot.ts';
import { copyText } from '../../../app/clipboard.ts';
import { AsyncView } from '../../../ui/async-view.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { rawResource } from './resource-state.ts';
import { ResourcePart } from './resource-part.tsx';

/** As much of a row as is shown, characters; copying takes the whole. */
const SHOWN = 20_000;

/** The rows of the gateway's answers that it was read from, as they came. */
export function ResourceRaw(props: { readonly node: string; readonly resource: Resource }): ReactNode {
  const { node, resource } = props;
  const [open, setOpen] = useState(false);
  const ask = (): void => {
    setOpen(true);
    rawResource.reset();
    void rawResource.load({ node, kind: resource.kind, id: resource.id });
  };
  return (
    <ResourcePart title="As the gateway answered">
      {open ? (
        <RawRows />
      ) : (
        <Button icon="file" onClick={ask}>
          Show the raw JSON
        </Button>
      )}
    </ResourcePart>
  );
}

function RawRows(): ReactNode {
  const state = rawResource.use();
  return (
    <AsyncView state={state} onRetry={() => void rawResource.reload()} lines={4}>
      {({ rows }) =>
        rows.length === 0 ? (
          <p className="soft">No row of the kept answers bears this id or name.</p>
        ) : (
          rows.map(({ route, text }, index) => (
            <figure key={`${route} ${index}`} className="resource__raw" aria-label={`JSON of ${route}`}>
              <figcaption>
                <span className="mono">{route}</span>
                <IconButton
                  icon="copy"
                  label={`Copy the JSON of ${route}`}
                  onClick={() => void copyText(text, 'the JSON')}
                />
              </figcaption>
              <pre className="mono">
                {text.slice(0, SHOWN)}
                {text.length > SHOWN && '\n… the rest is copied'}
              </pre>
            </figure>
          ))
        )
      }
    </AsyncView>
  );
}

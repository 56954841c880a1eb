import type { ReactNode } from 'react';

import type { NodeView, ResourceView } from '../../../../shared/contract/answers.ts';
import { ResourceConfig } from './resource-config.tsx';
import { ResourceOwner } from './resource-owner.tsx';
import { ResourceRaw } from './resource-raw.tsx';
import { ResourceRelations } from './resource-relations.tsx';
import { ResourceUse } from './resource-use.tsx';

/** All of a resource: what is set, what is used of it, what it belongs to. Two columns where there is room. */
export function ResourceBody(props: { readonly node: NodeView; readonly view: ResourceView }): ReactNode {
  const { node, view } = props;
  const { resource, relations } = view;
  return (
    <div className="resource__body">
      <div className="resource__column">
        <ResourceOwner node={node} resource={resource} />
        <ResourceConfig resource={resource} />
        <ResourceRelations node={node.name} resource={resource} relations={relations} />
      </div>
      <div className="resource__column">
        <ResourceUse node={node} resource={resource} />
        <ResourceRaw node={node.name} resource={resource} />
      </div>
    </div>
  );
}

import { useEffect, useState, type ReactNode } from 'react';

import type { NodeProjection, PolicyProjection } from '../../../shared/contract/answers.ts';
import { GATEWAY_NAMES } from '../../../shared/fleet/node.ts';
import type { Enforcement } from '../../../shared/policy/enforcement.ts';
import type { ProjectedRule } from '../../../shared/policy/projection.ts';
import type { Problem } from '../../../shared/result.ts';
import { call } from '../../app/api.ts';
import { AsyncView } from '../../ui/async-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tag, type TagTone } from '../../ui/tag.tsx';

export interface EnforcementDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The policy as it stands in the editor. */
  readonly text: string;
}

interface Asked {
  readonly loading: boolean;
  readonly value: PolicyProjection | null;
  readonly problem: Problem | null;
}

const ASKING: Asked = { loading: true, value: null, problem: null };

/** Which node enforces which rule of the policy, and how: what no gateway can be told is seen before anyone relies on it. */
export function EnforcementDialog({ open, onOpenChange, text }: EnforcementDialogProps): ReactNode {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Where the policy is enforced"
      description="Rule by rule, by what each gateway can hold. Asks no node."
      large
      footer={<Button onClick={() => onOpenChange(false)}>Close</Button>}
    >
      {open && <Projection text={text} />}
    </Dialog>
  );
}

function Projection({ text }: { readonly text: string }): ReactNode {
  const [asked, setAsked] = useState<Asked>(ASKING);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    let stale = false;
    void call('policy.projection', { text }).then((result) => {
      if (stale) return;
      setAsked(
        result.ok
          ? { loading: false, value: result.value, problem: null }
          : { loading: false, value: null, problem: result.problem },
      );
    });
    return () => {
      stale = true;
    };
  }, [text, again]);
  return (
    <AsyncView
      state={asked}
      onRetry={() => {
        setAsked(ASKING);
        setAgain(again + 1);
      }}
    >
      {({ nodes }) => (nodes.length === 0 ? <p>There is no node yet.</p> : <Nodes nodes={nodes} />)}
    </AsyncView>
  );
}

function Nodes({ nodes }: PolicyProjection): ReactNode {
  const [chosen, setChosen] = useState(nodes[0]?.node ?? '');
  const node = nodes.find((one) => one.node === chosen) ?? nodes[0];
  return (
    <>
      {nodes.length > 1 && (
        <Segmented
          label="Node"
          value={chosen}
          onChange={setChosen}
          options={nodes.map((one) => ({ value: one.node, label: one.node }))}
        />
      )}
      {node !== undefined && <Rules key={node.node} node={node} />}
    </>
  );
}

const WORDS: Readonly<Record<Enforcement, { readonly label: string; readonly tone: TagTone }>> = {
  'alert-only': { label: 'Alert only', tone: 'caution' },
  'enforced-differently': { label: 'Differently', tone: 'neutral' },
  enforced: { label: 'Enforced', tone: 'good' },
};
const ORDER: readonly Enforcement[] = ['alert-only', 'enforced-differently', 'enforced'];
/** More lines than that nobody reads; the command line lists all. */
const MOST_RULES = 200;

function Rules({ node }: { readonly node: NodeProjection }): ReactNode {
  const of = (enforcement: Enforcement) => node.rules.filter((rule) => rule.enforcement === enforcement);
  const [shown, setShown] = useState(ORDER.find((one) => of(one).length > 0) ?? 'enforced');
  const rules = of(shown);
  return (
    <>
      <p>
        {GATEWAY_NAMES[node.kind]}
        {node.version === null ? '' : ` ${node.version}`}, {node.environment}
      </p>
      <Segmented
        label="What becomes of rules"
        value={shown}
        onChange={setShown}
        options={ORDER.map((one) => ({ value: one, label: WORDS[one].label, count: of(one).length }))}
      />
      {rules.length === 0 ? (
        <p>No rule of the policy.</p>
      ) : (
        <table className="enforcement" aria-label={`Rules on ${node.node}: ${WORDS[shown].label}`}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Says</th>
              <th scope="col">There</th>
            </tr>
          </thead>
          <tbody>
            {rules.slice(0, MOST_RULES).map((rule) => (
              <RuleRow key={rule.path.join('\0')} rule={rule} />
            ))}
          </tbody>
        </table>
      )}
      {rules.length > MOST_RULES && (
        <p>
          {MOST_RULES} of {rules.length} are shown; “gatehouse policy check” lists all of them.
        </p>
      )}
    </>
  );
}

function RuleRow({ rule }: { readonly rule: ProjectedRule }): ReactNode {
  const { label, tone } = WORDS[rule.enforcement];
  return (
    <tr>
      <th scope="row" className="mono">
        {rule.path.join(' › ')}
      </th>
      <td>{rule.says}</td>
      <td>
        <Tag tone={tone}>{label}</Tag>
        <div>{rule.how}</div>
      </td>
    </tr>
  );
}

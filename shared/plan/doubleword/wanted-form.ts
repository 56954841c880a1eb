import { KIND_NAMES, type Resource, type ResourceKind } from '../../fleet/snapshot.ts';
import { canonicalJson, type JsonValue } from '../../json.ts';
import { EVERYBODYS_ROLE } from '../../policy/roles.ts';
import { meaning } from '../comparable.ts';
import type { WantedForm } from '../gateway-planning.ts';
import { grantForm } from './grant-form.ts';
import { DOUBLEWORD_KINDS } from './kind-rules.ts';
import { keyForm } from './key-form.ts';
import { modelForm } from './model-form.ts';

/** Spells what is wanted of one kind. @param held what is there; undefined for something new. */
type FormOf = (wanted: Resource, held: Resource | undefined) => WantedForm;

const FORMS: Readonly<Partial<Record<ResourceKind, FormOf>>> = {
  team: teamForm,
  user: userForm,
  organization: organizationForm,
  key: keyForm,
  model: modelForm,
  endpoint: endpointForm,
  probe: probeForm,
  grant: grantForm,
};

/**
 * Spells what is wanted of one resource as a pull from dwctl (8.94.2, 10.13.1) spells it, so that what is there already
 * is no difference; and refuses what the gateway would round, drop or hold otherwise, before anything is sent.
 * @param held what is there; undefined for something new.
 */
export function doublewordForm(wanted: Resource, held?: Resource): WantedForm {
  const { kind } = wanted;
  const rules = DOUBLEWORD_KINDS[kind];
  if (rules === undefined) return { ok: true, wanted };
  const isOwn = (name: string): boolean => rules.fields.includes(name) || rules.shownOnly.includes(name);
  const meant = (name: string, value: JsonValue | undefined): string =>
    canonicalJson((value === false ? undefined : meaning(kind, [name], value)) ?? null);
  const foreign = Object.entries(wanted.fields).filter(([name]) => !isOwn(name));
  const lost = foreign.find(([name, value]) => meant(name, value) !== meant(name, held?.fields[name]));
  if (lost !== undefined) return refuse(`a ${wordOf(kind)} there has no ${lost[0]} that can be written`);
  const own = {
    ...wanted,
    fields: Object.fromEntries(Object.entries(wanted.fields).filter(([name]) => isOwn(name))),
  };
  return FORMS[kind]?.(own, held) ?? { ok: true, wanted: own };
}

function teamForm(wanted: Resource): WantedForm {
  const { models } = wanted.fields;
  if (Array.isArray(models) && models.includes('*'))
    return refuse('a group there has no "every model": name them');
  return { ok: true, wanted };
}

/** Roles as dwctl 10.13.1 lists them (users-create-unknown-role). */
const ROLES: readonly string[] = [
  'PlatformManager',
  'RequestViewer',
  EVERYBODYS_ROLE,
  'BillingManager',
  'BatchAPIUser',
  'BackgroundInferenceUser',
  'ConnectionsUser',
];

function userForm(wanted: Resource, held: Resource | undefined): WantedForm {
  if (held === undefined && !isText(wanted.settings['email']))
    return refuse('a new user needs an address: settings: { email: … }');
  const { roles } = wanted.fields;
  if (roles === undefined) return { ok: true, wanted };
  const names = roles === null ? [] : roles;
  if (!Array.isArray(names)) return refuse('its roles are no list');
  const unknown = names.find((name: JsonValue) => typeof name !== 'string' || !ROLES.includes(name));
  if (unknown !== undefined)
    return refuse(`there is no role ${JSON.stringify(unknown)} there; there are ${ROLES.join(', ')}`);
  const own = [...new Set(names as readonly string[])].filter((name) => name !== EVERYBODYS_ROLE).sort();
  return { ok: true, wanted: { ...wanted, fields: { ...wanted.fields, roles: own } } };
}

function organizationForm(wanted: Resource, held: Resource | undefined): WantedForm {
  if (held === undefined && !isText(wanted.settings['email']))
    return refuse('a new organization needs an address: settings: { email: … }');
  const lists = ['owners', 'admins', 'members'].map((name) => {
    const list = wanted.fields[name] ?? held?.fields[name];
    return Array.isArray(list) ? (list as readonly JsonValue[]) : [];
  });
  const all = lists.flat();
  const twice = all.find((id, index) => all.indexOf(id) !== index);
  if (twice !== undefined) return refuse(`${JSON.stringify(twice)} is in two of its lists: one role each`);
  return { ok: true, wanted };
}

function endpointForm(wanted: Resource, held: Resource | undefined): WantedForm {
  if (held === undefined && !isText(wanted.settings['url']))
    return refuse('a new endpoint needs its address: settings: { url: … }');
  return { ok: true, wanted };
}

function probeForm(wanted: Resource, held: Resource | undefined): WantedForm {
  if (held !== undefined) return { ok: true, wanted };
  if (!isText(wanted.fields['model'])) return refuse('a new probe needs its model');
  if (typeof wanted.fields['intervalSeconds'] !== 'number')
    return refuse('a new probe needs intervalSeconds');
  return { ok: true, wanted };
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function wordOf(kind: ResourceKind): string {
  return kind === 'team' ? 'group' : KIND_NAMES[kind];
}

function refuse(why: string): WantedForm {
  return { ok: false, why };
}

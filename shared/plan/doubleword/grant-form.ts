import type { Resource } from '../../fleet/snapshot.ts';
import { plainDecimal } from '../decimal.ts';
import type { WantedForm } from '../gateway-planning.ts';
import { withoutTakenBack } from './counter-grant.ts';

/** Both kinds of entry that an administrator makes in the ledger (dwctl 8.94.2, 10.13.1). */
const GRANT_TYPES = ['admin_grant', 'admin_removal'] as const;

/** Decimals that the ledger of dwctl 10.13.1 keeps. */
const AMOUNT_DECIMALS = 15;

/**
 * The `source_id` of a grant. It is unique over the whole ledger, in which a charge has the number of its request for one: a
 * number as the id of a grant makes the charge of that request vanish (dwctl 10.13.1:
 * transactions-numeric-source-collision). So it begins with a word.
 */
const SOURCE_ID = /^console:[A-Za-z0-9][A-Za-z0-9._:-]{7,}$/;

/** Characters of such an id that a person chooses; the ledger takes longer ones, as those are that take an entry back. */
const LONGEST_ID = 159;

/** An entry of the ledger that is wanted: it is made once, under an id of its own, and never changes. */
export function grantForm(wanted: Resource, held: Resource | undefined): WantedForm {
  const { name, id } = wanted;
  if (!SOURCE_ID.test(name))
    return refuse(
      `its name is the id of the entry, and has to be "console:" and a text that no other entry ever has, such as console:5f0e7c1a-6f0e-4b7e-9a51-0c8e2f6d9b3a`,
    );
  if (withoutTakenBack(name).length > LONGEST_ID)
    return refuse(
      `its name, which is the id of the entry, has ${name.length} characters, of which there may be ${LONGEST_ID}`,
    );
  if (id !== '' && id !== name)
    return refuse('the id of an entry of the ledger is its name: leave the id out');
  const { user, type = 'admin_grant', amount } = wanted.fields;
  if (held === undefined && typeof user !== 'string')
    return refuse('it needs the user or organization whose balance it changes: user: …');
  if (!GRANT_TYPES.some((known) => known === type)) return refuse(`its type is ${GRANT_TYPES.join(' or ')}`);
  const plain = typeof amount === 'string' || typeof amount === 'number' ? plainDecimal(amount) : null;
  if (held !== undefined && amount === undefined) return { ok: true, wanted };
  if (plain === null || plain === '0' || plain.startsWith('-'))
    return refuse('its amount has to be more than zero US dollars');
  if ((plain.split('.')[1] ?? '').length > AMOUNT_DECIMALS)
    return refuse(`the ledger keeps ${AMOUNT_DECIMALS} decimals, and ${plain} would be rounded`);
  return { ok: true, wanted: { ...wanted, fields: { ...wanted.fields, type, amount: plain } } };
}

function refuse(why: string): WantedForm {
  return { ok: false, why };
}

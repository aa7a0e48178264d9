// Agreements on their pages. One in French and Arabic is drafted with groups, a seal and a witness, approved, delegated,
// opened, reminded of, signed, amended; a certificate behind it is revoked. Another is declined before it is open, one
// voided.
import { read, readUntil } from '../asking.mjs';
import { seat } from '../cast.mjs';
import { confirm, prepare } from '../signing.mjs';
import { choose, draft } from './agreement/draft.mjs';
import * as steps from './agreement/steps.mjs';

/** facts: { pdf }: a power of attorney. */
export default async function play({ theatre, facts }) {
  const cast = await seat(theatre, {
    firm: { mailbox: 'dvorak', locale: 'en-GB', passkeys: true },
    park: { mailbox: 'zhao-min', passkeys: true },
    delegate: { mailbox: 'gao-yun', passkeys: true },
    witness: { mailbox: 'sun-lei', passkeys: true },
    officer: { mailbox: 'li-wei', locale: 'en-GB' },
  });
  const { firm, park, delegate, witness, officer } = cast;
  const { items } = await read(firm, '/projects?per_page=200');
  const project = items.find(({ owner }) => owner === firm.organisation);
  const agreement = await inFrenchAndArabic(theatre, officer, project);
  const path = `/agreements/${agreement.id}`;
  for (const person of [firm, park]) await steps.approve(person, path);
  await readUntil(firm, path, ({ state }) => state === 'agreed');
  await steps.joins(officer, delegate, park.organisation, 'county_officer');
  await steps.delegate(park, path, delegate.called, facts.pdf, choose);
  await steps.open(officer, path);
  await sign(firm, path, agreement.number);
  await readUntil(firm, path, ({ signatories }) => signatories[0].state === 'sealed');
  await steps.seesReminded(officer, path);
  for (const person of [delegate, park, witness]) await sign(person, path, agreement.number);
  const signed = await readUntil(firm, path, ({ archive }) => archive?.level === 'B-LTA');
  await revoke(officer, path);
  await theatre.photograph(officer, '03-revoked');
  await amend(theatre, officer, signed);
  await ends(theatre, cast, project);
  return signed;
}

async function inFrenchAndArabic(theatre, officer, project) {
  const parties = ['Mobile ice carpet maker', 'Zhangjiakou High-tech Zone'];
  const agreement = await draft({
    theatre, person: officer, project: project.title.en, number: 'FA-1', languages: ['French', 'Arabic'], parties, photograph: '01-draft',
    places: [
      { of: parties[0], person: 'Petr Dvořák' },
      { of: parties[1], person: 'Zhao Min', group: 2 },
      { of: parties[1], person: 'Zhao Min', role: 'organisation_seal', group: 2 },
      { of: 'Hebei Department of Commerce', person: 'Sun Lei', role: 'witness', attests: 'Petr Dvořák', group: 2 },
    ],
  });
  const arabic = officer.page.locator('[lang="ar"][dir="rtl"]').getByText('السرية');
  await arabic.first().waitFor();
  await theatre.photograph(officer, '02-drafted');
  return agreement;
}

async function sign(person, path, number) {
  await prepare(person, path, number);
  await confirm(person);
  await person.page.getByTestId('signing-receipt').waitFor();
}

async function revoke({ page, say }, path) {
  await page.goto(path);
  await page.getByTestId('revoke-certificate').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(say('revocation-affiliation_changed')).click();
  await dialog.getByRole('button', { name: say('certificate-revoke') }).click();
  await page.getByTestId('certificate-revoked').waitFor();
}

/** A later agreement is in the languages of the first, and says what it does to it. */
async function amend(theatre, officer, first) {
  const { page, say } = officer;
  await page.getByTestId('draft-later').click();
  await page.getByRole('menuitem', { name: say('relation-amendment') }).click();
  const drawer = page.getByRole('dialog', { name: say('relation-amendment') });
  await drawer.getByLabel(say('agreement-number'), { exact: true }).fill(`${first.number}-A`);
  for (const [index, person] of ['Petr Dvořák', 'Zhao Min'].entries()) {
    const place = drawer.getByRole('group', { name: new RegExp(`^${say('draft-signatory', { number: index + 1 })}`) });
    await choose(page, place.getByLabel(say('field-name')), person);
  }
  for (const [code, word] of [['fr', 'Modifié'], ['ar', 'معدَّل']]) {
    await drawer.locator(`[lang="${code}"][id$="_heading_${code}"]`).fill(word);
    await drawer.locator(`[lang="${code}"][id$="_body_${code}"]`).fill(word);
  }
  await theatre.photograph(officer, '04-amendment');
  await drawer.getByRole('button', { name: say('draft-submit'), exact: true }).click();
  await page.getByText(say('chain-is-amendment')).waitFor();
}

async function ends(theatre, { firm, park, officer }, project) {
  const declined = await steps.agreed(firm, park, project, 'DE-1');
  await steps.callOff(park, declined, 'decline', '预算未获批准');
  await steps.seesEnd(firm, declined, 'declined', '预算未获批准');
  await theatre.photograph(firm, '05-declined');
  const voided = await steps.agreed(firm, park, project, 'VO-1');
  await steps.callOff(officer, voided, 'void', 'Drafted twice');
  await steps.seesEnd(park, voided, 'voided', 'Drafted twice');
  await theatre.photograph(park, '06-voided');
}

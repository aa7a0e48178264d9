// What people do on an agreement's page.
import { post, read, readUntil } from '../../asking.mjs';

/** Approves the current version for the person's party. */
export async function approve({ page, say }, path) {
  await page.goto(path);
  await page.getByRole('button', { name: say('agreement-approve'), exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('agreement-approve') }).click();
  await page.getByText(say('agreement-approved-done')).first().waitFor();
}

/** Opens a frozen text for signatures; the button stands there once. */
export async function open({ page, say }, path) {
  await page.goto(path);
  const button = page.getByTestId('open-agreement');
  await button.waitFor();
  if ((await button.count()) !== 1) throw new Error('it can be opened twice');
  await button.click();
  await page.getByRole('dialog').getByRole('button', { name: say('agreement-open') }).click();
  await page.getByText(say('agreement-opened')).first().waitFor();
}

/** Appoints a delegate for the person's own place, with a power of attorney. */
export async function delegate({ page, say }, path, name, pdf, choose) {
  await page.goto(path);
  await page.getByTestId('delegate').first().click();
  const dialog = page.getByRole('dialog');
  await choose(page, dialog.getByLabel(say('delegate-who')), name);
  await dialog.locator('input[type="file"]').setInputFiles(pdf);
  await dialog.locator('.ant-upload-list-item-done').waitFor();
  await dialog.getByRole('button', { name: say('delegate-appoint') }).click();
  await page.getByText(say('delegate-done')).first().waitFor();
}

/** Sees that whose turn has come was reminded, which nobody can do twice in a day. */
export async function seesReminded({ page, say }, path) {
  await page.goto(path);
  const button = page.getByTestId('remind').first();
  await button.getByText(say('agreement-reminded-today')).waitFor();
  if (await button.isEnabled()) throw new Error('it can be reminded twice a day');
}

/** Refuses or voids (`how`) with a reason, and sees how it ended. */
export async function callOff({ page, say }, path, how, reason) {
  await page.goto(path);
  await page.getByTestId('agreement-more').click();
  await page.getByRole('menuitem', { name: say(`agreement-${how}`) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('reason')).fill(reason);
  await dialog.getByRole('button', { name: say(`agreement-${how}`) }).click();
  await page.getByTestId('agreement-end').waitFor();
}

/** Sees on the agreement's page how it ended, and why. */
export async function seesEnd({ page }, path, state, reason) {
  await page.goto(path);
  await page.locator(`[data-testid="agreement-end"][data-state="${state}"]`).getByText(reason).waitFor();
}

/** An agreement of two with one clause, agreed by the API. */
export async function agreed(one, other, project, number) {
  const text = { zh: '正文', en: 'Text' };
  const signatories = [one, other].map(({ id, organisation }) => ({ id: crypto.randomUUID(), person: id, organisation, capacity: { zh: '代表', en: 'Representative' } }));
  const { id } = await post(one, '/agreements', {
    fair: project.fair, project: project.id, number, kind: 'intent', title: { zh: `意向书 ${number}`, en: `Letter of intent ${number}` },
    languages: ['zh', 'en'], parties: [one.organisation, other.organisation], signatories, amount: null, clauses: [{ heading: text, body: text }],
  });
  const path = `/agreements/${id}`;
  for (const person of [one, other]) await post(person, `${path}/approvals`, { version: 1 });
  await readUntil(one, path, ({ state }) => state === 'agreed');
  return path;
}

/** Has a person act for an organisation, as one more of its people. */
export async function joins(officer, person, organisation, role) {
  const { id } = await post(officer, '/memberships', { person: person.id, organisation, role });
  await post(person, '/session/membership', { membership_id: id });
  await read(person, '/session');
}

// The talk: a meeting is agreed on, both sides sit in its room, and a text is written, changed and frozen.
import { post, readUntil } from '../../asking.mjs';
import { moving } from '../../video.mjs';
import { words } from '../../words.mjs';

const say = words('zh');
const HOUR_MS = 3_600_000;
/** What both sides agree to invest. */
export const AMOUNT_CNY = 480_000_000;
/** The pictures of the others in the room: one's own bears the word for that. */
const OTHERS = `[data-testid="tile"]:not(:has-text("${say('rooms-you', { name: '' })}")) video`;

export async function talk({ theatre, cast, fair, project, interest }) {
  const { officer, principal } = cast;
  const meeting = await meet({ cast, fair, project, interest });
  for (const person of [officer, principal]) {
    await person.page.goto(`/meetings/${meeting.id}/room`);
    await person.page.getByRole('button', { name: say('rooms-camera-start') }).click();
  }
  for (const person of [officer, principal]) await moving(person.page, OTHERS);
  const agreement = await draft({ theatre, officer, principal, project });
  await change(principal);
  await theatre.photograph(principal, '06-negotiation-change');
  await principal.page.getByTestId('propose-version').click();
  const second = say('negotiation-approve', { version: 2 });
  for (const { page } of [officer, principal]) await page.getByRole('button', { name: second, exact: true }).click();
  for (const person of [officer, principal]) await person.page.getByTestId('frozen').waitFor();
  await theatre.settled(officer);
  await theatre.photograph(officer, '07-negotiation-frozen');
  const agreed = await readUntil(officer, `/agreements/${agreement.id}`, ({ state }) => state === 'agreed');
  return { meeting, agreement: agreed };
}

/** The officer asks for a meeting with the project's owner, who accepts; a time is set. */
async function meet({ cast, fair, project, interest }) {
  const { agent, officer, principal } = cast;
  const { id } = await post(officer, '/meetings', {
    fair: fair.id,
    project: project.id,
    interest: interest.id,
    topic: '移动冰毯合作',
    with: principal.organisation,
    participants: [agent.id, principal.id],
  });
  await post(principal, `/meetings/${id}/transition`, { to: 'accepted' });
  const now = Date.now();
  const slot = { starts_at: new Date(now).toISOString(), ends_at: new Date(now + HOUR_MS).toISOString() };
  return post(officer, `/meetings/${id}/transition`, { to: 'scheduled', slot });
}

/** The officer puts the first version on the table. */
async function draft({ theatre, officer, principal }) {
  const { page } = officer;
  await page.getByTestId('draft-agreement').click();
  await page.locator('form select').nth(1).locator(`option[value="${officer.id}"], option[value="${principal.id}"]`).first().waitFor({ state: 'attached' });
  for (const choice of await page.locator('form select').filter({ hasNot: page.locator('option[value="contract"]') }).all()) {
    for (const { id } of [officer, principal]) {
      if (await choice.locator(`option[value="${id}"]`).count()) await choice.selectOption(id);
    }
  }
  await page.getByLabel(say('money-amount')).first().fill(String(AMOUNT_CNY));
  await theatre.photograph(officer, '06-negotiation-draft');
  const made = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/agreements') && reply.request().method() === 'POST');
  await page.getByTestId('create-agreement').click();
  const reply = await made;
  if (!reply.ok()) throw new Error(`no agreement: ${await reply.text()}`);
  return reply.json();
}

/** The principal changes the first clause in both languages. */
async function change({ page }) {
  await page.getByRole('button', { name: say('negotiation-edit-clause', { number: 1 }), exact: true }).click();
  const [chinese, english] = await page.locator('article textarea').all();
  await chinese.fill('双方在张家口合作生产移动冰毯。');
  await english.fill('The parties make mobile ice carpets together in Zhangjiakou.');
  await page.getByRole('button', { name: say('negotiation-edit-done'), exact: true }).click();
}

// The roadshow's hall: the agent pitches live, the park's officer sees it and presses the red button.
import { read, readBytes } from '../../asking.mjs';
import { pdf } from '../../pdf.mjs';
import { words } from '../../words.mjs';
import { moving } from '../../video.mjs';

const say = words('zh');

export async function hall({ theatre, cast, item }) {
  const { agent, host, officer } = cast;
  const project = (await read(officer, '/projects?q=ice%20carpet')).items[0];
  await goLive({ host, item, project });
  await agent.page.goto(`/items/${item.id}/hall`);
  await agent.page.getByRole('button', { name: say('rooms-camera-start') }).click();
  await officer.page.goto(`/items/${item.id}/hall`);
  const seen = await moving(officer.page, '[data-testid="stage"] video');
  console.log(`the officer sees ${seen.width} × ${seen.height}, ${seen.frames} frames`);
  await theatre.photograph(officer, '02-hall');
  const interest = await expressInterest({ theatre, officer, project });
  await host.page.goto('/');
  return { project, interest: await accept({ theatre, agent, interest }) };
}

/** The host opens the hall and puts the project's pitch on the stage. */
async function goLive({ host, item, project }) {
  const { page } = host;
  await page.goto(`/items/${item.id}/hall`);
  await page.getByRole('button', { name: say('hall-host-go-live') }).click();
  await page.getByRole('button', { name: say('hall-host-choose-pitch') }).click();
  await page.getByRole('menuitem', { name: project.title.zh }).click();
  await page.getByRole('heading', { name: project.title.zh }).first().waitFor();
}

async function expressInterest({ theatre, officer, project }) {
  const { page } = officer;
  await page.getByTestId('express-interest').click();
  await page.locator('input[type=radio][value=site_visit]').check({ force: true });
  await page.getByRole('complementary').getByRole('textbox').fill('我园区希望实地考察移动冰毯生产线。');
  await page.getByTestId('brochure').setInputFiles({ name: '园区简介.pdf', mimeType: 'application/pdf', buffer: brochure() });
  await theatre.photograph(officer, '03-interest');
  await page.getByTestId('send-interest').click();
  await page.getByTestId('interest-receipt').waitFor();
  await theatre.photograph(officer, '04-interest-sent');
  const sent = (await read(officer, `/interests?mailbox=sent&project=${project.id}`)).items;
  const [interest] = sent.filter((one) => one.project === project.id);
  if (interest?.kind !== 'site_visit') throw new Error(`the interest is ${JSON.stringify(interest)}`);
  return interest;
}

/** The agent opens the inbox, reads the brochure and accepts. */
async function accept({ theatre, agent, interest }) {
  const { page } = agent;
  await page.goto(`/interests/${interest.id}`);
  await page.getByRole('textbox', { name: say('interest-your-answer') }).fill('欢迎莅临布拉格实地考察。');
  await theatre.settled(agent);
  await theatre.photograph(agent, '05-inbox');
  const [attachment] = interest.attachments;
  const bytes = await readBytes(agent, `/files/${attachment.digest}`);
  if (!bytes.equals(brochure())) throw new Error('the brochure arrived otherwise than it was sent');
  await page.getByRole('button', { name: spaced(say('answer-accept')) }).click();
  await page.getByRole('button', { name: say('meeting-request') }).waitFor();
  const answered = await read(agent, `/interests/${interest.id}`);
  if (answered.answer !== 'accepted') throw new Error(`the answer is ${answered.answer}`);
  return answered;
}

/** A button's two Chinese characters stand apart from each other. */
function spaced(text) {
  return new RegExp([...text].join('\\s*'));
}

const brochure = () => pdf(['Zhangjiakou park brochure']);

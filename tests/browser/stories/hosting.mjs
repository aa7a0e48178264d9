// What a host does besides going live: a brochure that turns for everybody, captions, the rules of the chat, layouts,
// who stands backstage and who runs the room too, a camera's feed, and two who leave for a talk and come back.
import { post, read, upload } from '../asking.mjs';
import { pdf } from '../pdf.mjs';
import { PHONE } from '../theatre.mjs';
import { words } from '../words.mjs';
import { breakout } from './rooms/breakout.mjs';
import { brochure } from './rooms/brochure.mjs';
import { captions } from './rooms/captions.mjs';
import { chatRules } from './rooms/chat.mjs';
import { backstage, cohost, feed, keys, layouts, reaction } from './rooms/hosting.mjs';
import { agreeToMeet } from './rooms/meet.mjs';
import { goLive } from './rooms/stage.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const cast = await seat(theatre);
  const fair = (await read(cast.host, '/fairs')).items[0];
  const { items } = await read(cast.host, `/fairs/${fair.id}/items?per_page=100`);
  const item = items.find(({ code }) => code === 'R1');
  const story = { theatre, cast, fair, item, hall: `/items/${item.id}/hall` };
  await pitchWithBrochure(story);
  await agreeToMeet({ fair, asks: cast.officer, asked: cast.presenter });
  await goLive(story);
  for (const { page } of [cast.presenter, cast.officer, cast.interpreter, cast.viewer]) await page.goto(story.hall);
  for (const act of [brochure, captions, chatRules, reaction, layouts, keys, backstage, cohost, feed, breakout]) {
    await act(story);
    console.log(`${act.name}: played`);
  }
}

async function seat(theatre) {
  const visitor = await theatre.person('visitor');
  await visitor.page.goto('/sign-in');
  const people = (await read(visitor, '/sign-in/demo')).items;
  await visitor.context.close();
  const demo = async (name, mailbox, locale, screen = {}) => {
    const { person_id, organisation_id, name: names } = people.find(({ email }) => email.startsWith(`${mailbox}@`));
    const person = await theatre.demoPerson(person_id, { name, locale, passkeys: false, ...screen });
    await person.page.goto('/');
    const language = locale.slice(0, 2);
    return Object.assign(person, { id: person_id, organisation: organisation_id, say: words(language), called: names[language] });
  };
  return {
    host: await demo('host', 'wang-fang', 'zh-CN'),
    presenter: await demo('presenter', 'novak', 'en-GB'),
    officer: await demo('officer', 'zhao-min', 'zh-CN'),
    interpreter: await demo('interpreter', 'chen-jing', 'zh-CN'),
    viewer: await demo('viewer', 'gao-yun', 'en-GB', { viewport: PHONE }),
  };
}

/** A project whose brochure is a PDF of three pages, pitched in the hall. */
async function pitchWithBrochure({ cast: { host, presenter }, fair, item }) {
  const [known] = (await read(presenter, '/projects?q=ice%20carpet')).items;
  const documents = [await upload(presenter, BROCHURE, pdf(['Page one', 'Page two', 'Page three']))];
  const project = await post(presenter, '/projects', {
    fair: fair.id,
    side: known.side,
    title: { zh: '膜法海水淡化', en: 'Membrane desalination' },
    summary: { zh: '反渗透膜组件。', en: 'Reverse-osmosis membranes.' },
    industry: known.industry,
    product: 'desalination membrane',
    country: known.country,
    owner: known.owner,
    agent: presenter.organisation,
    documents,
  });
  const { id } = await post(presenter, `/projects/${project.id}/pitches`, { item: item.id });
  await post(presenter, `/pitches/${id}/transition`, { to: 'submitted' });
  for (const to of ['approved', 'published']) await post(host, `/pitches/${id}/transition`, { to });
}

const BROCHURE = 'desalination.pdf';

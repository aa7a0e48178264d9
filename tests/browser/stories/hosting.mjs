// What a host does besides going live: a brochure that turns for everybody, captions, the rules of the chat, layouts,
// who stands backstage and who runs the room too, a camera's feed, and two who leave for a talk and come back.
import { post, read, upload } from '../asking.mjs';
import { programme, seat } from '../cast.mjs';
import { pdf } from '../pdf.mjs';
import { PHONE } from '../theatre.mjs';
import { breakout } from './rooms/breakout.mjs';
import { brochure } from './rooms/brochure.mjs';
import { captions } from './rooms/captions.mjs';
import { chatRules } from './rooms/chat.mjs';
import { backstage, cohost, feed, keys, layouts, reaction } from './rooms/hosting.mjs';
import { agreeToMeet } from './rooms/meet.mjs';
import { goLive } from './rooms/stage.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const cast = await seat(theatre, ROLES);
  const story = { theatre, cast, ...(await programme(cast.host)) };
  await pitchWithBrochure(story);
  await agreeToMeet({ fair: story.fair, asks: cast.officer, asked: cast.presenter });
  await goLive(story);
  for (const { page } of [cast.presenter, cast.officer, cast.interpreter, cast.viewer]) await page.goto(story.hall);
  for (const act of [brochure, captions, chatRules, reaction, layouts, keys, backstage, cohost, feed, breakout]) {
    await act(story);
    console.log(`${act.name}: played`);
  }
}

const ROLES = {
  host: { mailbox: 'wang-fang' },
  presenter: { mailbox: 'novak', locale: 'en-GB' },
  officer: { mailbox: 'zhao-min' },
  interpreter: { mailbox: 'chen-jing' },
  viewer: { mailbox: 'gao-yun', locale: 'en-GB', viewport: PHONE },
};

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

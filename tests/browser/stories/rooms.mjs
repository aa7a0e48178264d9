// The live hall with several people in it: the lobby, stage and sound, chat, questions, a poll, private words, a
// hand that leads to the stage, a host's moderation, a broken line, and the end. What counts is what each of them sees and hears.
import { read } from '../asking.mjs';
import { PHONE } from '../theatre.mjs';
import { tapWires } from '../wires.mjs';
import { words } from '../words.mjs';
import { poll, questions, talk } from './rooms/forum.mjs';
import { layout } from './rooms/layout.mjs';
import { lobby } from './rooms/lobby.mjs';
import { brokenLine } from './rooms/line.mjs';
import { end, mute, nextPitch, remove } from './rooms/moderation.mjs';
import { chat, goLive, present, takeTheStage } from './rooms/stage.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const cast = await seat(theatre);
  const { host } = cast;
  const fair = (await read(host, '/fairs')).items[0];
  const { items } = await read(host, `/fairs/${fair.id}/items?per_page=100`);
  const item = items.find(({ code }) => code === 'R1');
  const story = { theatre, cast, item, hall: `/items/${item.id}/hall` };
  for (const act of [goLive, lobby, present, layout, chat, questions, poll, talk, takeTheStage, mute, nextPitch, brokenLine, remove, end]) {
    await act(story);
    console.log(`${act.name}: played`);
  }
}

/** The host and the agent, and two who came to watch: one at a desk, an officer with a phone. */
async function seat(theatre) {
  const visitor = await theatre.person('visitor');
  await visitor.page.goto('/sign-in');
  const people = (await read(visitor, '/sign-in/demo')).items;
  await visitor.context.close();
  const demo = async (name, mailbox, locale, screen = {}) => {
    const { person_id, name: names } = people.find(({ email }) => email.startsWith(`${mailbox}@`));
    const person = await theatre.demoPerson(person_id, { name, locale, passkeys: false, ...screen });
    await tapWires(person);
    const language = locale.slice(0, 2);
    // In the room everybody goes by the name in their own language.
    return Object.assign(person, { say: words(language), called: names[language] });
  };
  const cast = {
    host: await demo('host', 'wang-fang', 'zh-CN'),
    presenter: await demo('presenter', 'novak', 'en-GB'),
    viewer: await demo('viewer', 'gao-yun', 'zh-CN'),
    officer: await demo('officer', 'zhao-min', 'en-GB', { viewport: PHONE }),
  };
  await cast.host.page.goto('/');
  return cast;
}

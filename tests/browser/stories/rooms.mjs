// The live hall with several people in it: the lobby, stage and sound, chat, questions, a poll, private words, a
// hand that leads to the stage, a host's moderation, a broken line, and the end. What counts is what each of them sees and hears.
import { programme, seat } from '../cast.mjs';
import { PHONE } from '../theatre.mjs';
import { poll, questions, talk } from './rooms/forum.mjs';
import { layout } from './rooms/layout.mjs';
import { lobby } from './rooms/lobby.mjs';
import { brokenLine } from './rooms/line.mjs';
import { end, mute, nextPitch, remove } from './rooms/moderation.mjs';
import { chat, goLive, present, takeTheStage } from './rooms/stage.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const cast = await seat(theatre, ROLES);
  const story = { theatre, cast, ...(await programme(cast.host)) };
  for (const act of [goLive, lobby, present, layout, chat, questions, poll, talk, takeTheStage, mute, nextPitch, brokenLine, remove, end]) {
    await act(story);
    console.log(`${act.name}: played`);
  }
}

/** The host and the agent, and two who came to watch: one at a desk, an officer with a phone. */
const ROLES = {
  host: { mailbox: 'wang-fang' },
  presenter: { mailbox: 'novak', locale: 'en-GB' },
  viewer: { mailbox: 'gao-yun' },
  officer: { mailbox: 'zhao-min', locale: 'en-GB', viewport: PHONE },
};

// An agent presents, the host records and broadcasts: everybody sees that it is recorded, segments close into the
// record, a spectator plays the broadcast in a page of its own, and the recording is replayed by chapters.
import { post, read, readUntil } from '../asking.mjs';
import { moving } from '../video.mjs';
import { until } from '../waiting.mjs';
import { words } from '../words.mjs';
import { goLive } from './rooms/stage.mjs';
import { button } from './rooms/seen.mjs';

/** facts: none. Gives the recording's id. */
export default async function play({ theatre }) {
  const cast = await seat(theatre);
  const fair = (await read(cast.host, '/fairs')).items[0];
  const { items } = await read(cast.host, `/fairs/${fair.id}/items?per_page=100`);
  const item = items.find(({ code }) => code === 'R1');
  const story = { theatre, cast, item, hall: `/items/${item.id}/hall` };
  await goLive(story);
  await broadcast(story);
  await present(story);
  const recording = await record(story);
  await watch(story);
  await post(cast.host, `/items/${item.id}/broadcast`, { on: false });
  await post(cast.host, `/items/${item.id}/recording`, { on: false });
  await replay(story, recording);
  return { recording };
}

async function seat(theatre) {
  const visitor = await theatre.person('visitor');
  await visitor.page.goto('/sign-in');
  const people = (await read(visitor, '/sign-in/demo')).items;
  await visitor.context.close();
  const demo = async (name, mailbox, locale) => {
    const { person_id } = people.find(({ email }) => email.startsWith(`${mailbox}@`));
    const person = await theatre.demoPerson(person_id, { name, locale, passkeys: false });
    return Object.assign(person, { say: words(locale.slice(0, 2)) });
  };
  const cast = {
    host: await demo('host', 'wang-fang', 'zh-CN'),
    presenter: await demo('presenter', 'novak', 'en-GB'),
    spectator: await demo('spectator', 'gao-yun', 'zh-CN'),
  };
  await cast.host.page.goto('/');
  return cast;
}

/** Who sends pictures is asked for a codec that players know, so the broadcast begins before them here. */
async function broadcast({ cast, item }) {
  await post(cast.host, `/items/${item.id}/broadcast`, { on: true });
}

async function present({ cast, hall }) {
  const { presenter } = cast;
  await presenter.page.goto(hall);
  for (const key of ['rooms-camera-start', 'rooms-microphone-open']) await button(presenter, key).click();
}

/** Until camera and microphone have two segments each in the record. */
async function record({ theatre, cast, item }) {
  const { host, presenter } = cast;
  const { id } = await post(host, `/items/${item.id}/recording`, { on: true });
  await presenter.page.getByText(presenter.say('rooms-recorded')).first().waitFor();
  await theatre.photograph(presenter, '01-recorded');
  await readUntil(host, `/recordings/${id}`, ({ tracks, segments }) =>
    ['camera', 'microphone'].every((source) => {
      const of = tracks.findIndex((track) => track.source === source);
      return segments.filter(({ track }) => track === of).length >= 2;
    }),
  );
  return id;
}

async function watch({ theatre, cast, item }) {
  const { spectator } = cast;
  await readUntil(cast.host, `/items/${item.id}/broadcast`, (found) => found?.state === 'live');
  await spectator.page.goto(`/items/${item.id}/watch`);
  await moving(spectator.page, 'video');
  await theatre.photograph(spectator, '02-watch');
}

async function replay({ theatre, cast, item }, recording) {
  const { host } = cast;
  await host.page.goto(`/items/${item.id}/replay`);
  await until(
    () => host.page.evaluate(() => [...document.querySelectorAll('video')].some((video) => video.readyState >= 2 && video.videoWidth > 0)),
    () => `the recording ${recording} shows no picture`,
  );
  await host.page.getByRole('button', { name: host.say('replay-play') }).click();
  await moving(host.page, 'video');
  await theatre.photograph(host, '03-replay');
}

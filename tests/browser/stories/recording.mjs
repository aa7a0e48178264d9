// An agent presents, the host records and broadcasts: everybody sees that it is recorded, segments close into the
// record, a spectator plays the broadcast in a page of its own, asks and shows interest beside it, and the recording is
// replayed by chapters. Then two record their own talk, as both agree, and only they replay it.
import { post, read, readUntil } from '../asking.mjs';
import { programme, seat } from '../cast.mjs';
import { moving } from '../video.mjs';
import { until } from '../waiting.mjs';
import { writeCaption } from './rooms/captions.mjs';
import { goLive } from './rooms/stage.mjs';
import { agreeToMeet } from './rooms/meet.mjs';
import { button, tab } from './rooms/seen.mjs';

/** facts: none. Gives the recording's id. */
export default async function play({ theatre }) {
  const cast = await seat(theatre, ROLES);
  const story = { theatre, cast, ...(await programme(cast.host)) };
  const { item } = story;
  await goLive(story);
  await broadcast(story);
  await present(story);
  const recording = await record(story);
  await watch(story);
  await takePart(story);
  await readAlong(story);
  await post(cast.host, `/items/${item.id}/broadcast`, { on: false });
  await post(cast.host, `/items/${item.id}/recording`, { on: false });
  await replay(story, recording);
  await privately(story);
  return { recording };
}

const ROLES = {
  host: { mailbox: 'wang-fang' },
  presenter: { mailbox: 'novak', locale: 'en-GB' },
  spectator: { mailbox: 'zhao-min' },
  interpreter: { mailbox: 'chen-jing' },
};

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
  await spectator.page.goto('/');
  await spectator.page.getByRole('link', { name: spectator.say('live-watch') }).click();
  await spectator.page.waitForURL(`**/items/${item.id}/watch`);
  await moving(spectator.page, 'video');
  await theatre.photograph(spectator, '02-watch');
}

/** A question reaches the host, and an interest its project, while the broadcast plays on. */
async function takePart({ theatre, cast }) {
  const { host, spectator } = cast;
  const { page, say } = spectator;
  await page.getByRole('button', { name: say('watch-open-panels') }).click();
  await tab(spectator, 'questions-tab');
  await page.getByRole('textbox', { name: say('questions-ask') }).fill(QUESTION);
  await page.getByRole('button', { name: say('questions-send'), exact: true }).click();
  await tab(host, 'questions-tab');
  await host.page.getByRole('listitem').filter({ hasText: QUESTION }).waitFor();
  await theatre.photograph(spectator, '02-watch-question');

  await page.getByTestId('express-interest').click();
  await page.locator('input[type=radio][value=information]').check({ force: true });
  await page.getByRole('complementary').getByRole('textbox').fill(INTEREST);
  await page.getByTestId('send-interest').click();
  await page.getByTestId('interest-receipt').waitFor();
  await moving(page, 'video');
  await theatre.photograph(spectator, '02-watch-interest');
}

/** What an interpreter writes along is read below the picture by a spectator whose player came before it. */
async function readAlong({ theatre, cast, hall }) {
  const { interpreter, spectator } = cast;
  const { page, say } = spectator;
  await interpreter.page.goto(hall);
  await writeCaption(interpreter, CAPTION);
  const choice = page.getByRole('combobox', { name: say('watch-captions') });
  await choice.getByRole('option', { name: '中文' }).waitFor({ state: 'attached' });
  await choice.selectOption('zh');
  const cues = () => page.locator('video').evaluate((video) =>
    [...video.textTracks].flatMap((track) => (track.mode === 'showing' ? [...(track.activeCues ?? [])].map(({ text }) => text) : [])),
  );
  let [found, written] = [[], 1];
  await until(
    async () => {
      // Those who begin to read hear what is said from then on.
      await writeCaption(interpreter, `${CAPTION}${(written += 1)}`);
      found = await cues();
      return found.some((text) => text.includes(CAPTION));
    },
    () => `no caption comes: ${JSON.stringify(found)}`,
  );
  await moving(page, 'video');
  await theatre.photograph(spectator, '02-watch-captions');
}

async function replay({ theatre, cast, item }, recording) {
  const { host } = cast;
  await host.page.goto('/');
  await host.page.getByRole('link', { name: host.say('programme-replay') }).click();
  await host.page.waitForURL(`**/items/${item.id}/replay`);
  await plays(host, recording);
  await theatre.photograph(host, '03-replay');
}

/** Both sides agree, then either records; the page of the talk's recording is theirs alone. */
async function privately({ theatre, cast, fair }) {
  const { host, presenter, spectator } = cast;
  const id = await agreeToMeet({ fair, asks: spectator, asked: presenter });
  for (const person of [spectator, presenter]) {
    await person.page.goto(`/meetings/${id}/room`);
    await button(person, 'rooms-camera-start').click();
  }
  await button(spectator, 'negotiation-record-agree').click();
  await button(presenter, 'negotiation-record-asked').click();
  await button(spectator, 'hall-host-record').click();
  await presenter.page.getByText(presenter.say('rooms-recorded')).waitFor();
  await theatre.photograph(presenter, '04-talk-recorded');
  await readUntil(spectator, `/meetings/${id}/recordings`, ({ recordings }) => recordings.some(({ segments }) => segments >= 2));
  await button(spectator, 'hall-host-record-stop').click();
  await spectator.page.getByRole('link', { name: spectator.say('meeting-replay') }).waitFor();

  const { recordings } = await read(spectator, `/meetings/${id}/recordings`);
  await spectator.page.goto(`/meetings/${id}/replay`);
  await plays(spectator, recordings[0].id);
  await theatre.photograph(spectator, '05-talk-replay');
  const refused = await read(host, `/recordings/${recordings[0].id}`).then(() => false, () => true);
  if (!refused) throw new Error('the host sees a talk that it had no part in');
}

async function plays({ page, say }, recording) {
  await until(
    () => page.evaluate(() => [...document.querySelectorAll('video')].some((video) => video.readyState >= 2 && video.videoWidth > 0)),
    () => `the recording ${recording} shows no picture`,
  );
  await page.getByRole('button', { name: say('replay-play') }).click();
  await moving(page, 'video');
}

const QUESTION = '贵方是否考虑在张家口设厂？';
const CAPTION = '我们的膜组件已在三个国家投入使用';
const INTEREST = '我园区希望了解更多资料。';

// The item goes live, the agent presents, people talk, and one of the audience comes on the stage.
import { moving } from '../../video.mjs';
import { hears, listen, welcomes } from '../../wires.mjs';
import { button, counts, line, picture, tab, tile, write } from './seen.mjs';

export async function goLive({ cast, hall }) {
  const { host } = cast;
  await host.page.goto(hall);
  await button(host, 'hall-host-go-live').click();
  await host.page.getByText(host.say('rooms-standing-live')).waitFor();
  await host.page.getByTestId('next-pitch').click();
  await host.page.locator('#pitch-title').waitFor();
}

/** The agent sends camera, microphone and screen; the two who watch see both pictures and hear the sound. */
export async function present({ theatre, cast, hall }) {
  const { presenter, viewer, officer } = cast;
  await presenter.page.goto(hall);
  for (const key of ['rooms-camera-start', 'rooms-microphone-open', 'rooms-screen-share']) await button(presenter, key).click();
  for (const person of [viewer, officer]) {
    await person.page.goto(hall);
    for (const source of ['screen', 'camera']) await moving(person.page, picture(presenter.called, source));
    await listen(person);
    await hears(person);
  }
  for (const person of [presenter, viewer, officer]) await theatre.photograph(person, `01-stage-${person.name}`);
}

/** The viewer writes; everybody reads it. */
export async function chat({ cast }) {
  const { host, presenter, viewer, officer } = cast;
  await write(viewer, QUESTION);
  for (const person of [host, presenter, viewer, officer]) await counts(line(person, QUESTION), 1);
}

/** The viewer raises a hand, is called, and comes on the stage in the same page, as the same participant, over the same line. */
export async function takeTheStage({ theatre, cast }) {
  const { host, presenter, viewer, officer } = cast;
  const before = await standing(viewer);
  const screen = await viewer.page.locator(picture(presenter.called, 'screen')).elementHandle();
  const seen = await moving(viewer.page, picture(presenter.called, 'screen'));
  await button(viewer, 'rooms-hand-raise').click();
  await button(viewer, 'rooms-hand-lower', { place: 1 }).waitFor();
  await tab(host, 'rooms-hands');
  const hand = host.page.getByRole('region', { name: host.say('rooms-hands') }).getByRole('listitem').filter({ hasText: viewer.called });
  await theatre.photograph(viewer, '02-hand-raised');
  await theatre.photograph(host, '02-hand-seen');
  const told = viewer.page.getByText(viewer.say('rooms-brought-on-stage')).waitFor();
  await hand.getByRole('button', { name: host.say('queue-call') }).click();
  await Promise.all([told, hand.waitFor({ state: 'detached' })]);
  await button(viewer, 'rooms-camera-start').click();
  for (const person of [host, presenter, officer]) await moving(person.page, picture(viewer.called, 'camera'));
  await tile(viewer, viewer.called, 'camera').waitFor();
  await button(viewer, 'rooms-hand-raise').waitFor();

  const after = await standing(viewer);
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`rejoined: ${JSON.stringify([before, after])}`);
  await counts(line(viewer, QUESTION), 1);
  const now = await moving(viewer.page, picture(presenter.called, 'screen'));
  const same = await screen.evaluate((video) => video.isConnected);
  if (!same || now.frames <= seen.frames || now.time <= seen.time) throw new Error('the picture started over');
  for (const person of [host, viewer, officer]) await theatre.photograph(person, `03-on-stage-${person.name}`);
}

/** What would change if the page entered anew: the page itself, the participant, the connections. */
async function standing(person) {
  const page = await person.page.evaluate(() => ({
    loadedAt: performance.timeOrigin,
    sockets: window.wires.sockets.length,
    receiving: window.wires.peers.flatMap((peer, nth) => (peer.getReceivers().some(({ track }) => !track.muted) ? [nth] : [])),
  }));
  return { ...page, welcomes: await welcomes(person) };
}

const QUESTION = '这个项目的投资回收期是多少？';

// Two people in an open room: the host sends camera and microphone, the viewer watches.
import { post } from '../../asking.mjs';
import { programme, seat } from '../../cast.mjs';
import { button, picture } from '../rooms/seen.mjs';

/** Seats both and lets the host send; with `pictures: 'kept'` their pages never give up pictures. */
export async function openWithTwo(theatre, { pictures }) {
  const { host, viewer } = await seat(theatre, {
    host: { mailbox: 'wang-fang', locale: 'en-GB' },
    viewer: { mailbox: 'gao-yun', locale: 'en-GB' },
  });
  if (pictures === 'kept') for (const person of [host, viewer]) await keepPictures(person);
  const hall = await openHall(host);
  await host.page.goto(hall);
  for (const key of ['rooms-camera-start', 'rooms-microphone-open']) await button(host, key).click();
  return { host, viewer, hall, camera: picture(host.called, 'camera') };
}

/** Opens the room of the first item, unless it is open. */
export async function openHall(host) {
  const { item, hall } = await programme(host);
  if (item.state !== 'live') {
    for (const to of ['rehearsal', 'ready', 'live']) await post(host, `/items/${item.id}/transition`, { to });
  }
  return hall;
}

/** The page is told of no losses, so it holds on to pictures where it would give them up for the sake of sound. */
async function keepPictures(person) {
  await person.context.addInitScript(() => {
    const { getStats } = RTCPeerConnection.prototype;
    window.truth = (peer) => getStats.call(peer);
    RTCPeerConnection.prototype.getStats = async function () {
      const told = [...(await getStats.call(this))];
      return new Map(told.map(([id, stat]) => [id, { ...stat, packetsLost: 0, availableOutgoingBitrate: undefined }]));
    };
  });
}

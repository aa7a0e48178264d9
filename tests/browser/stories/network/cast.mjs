// Two people in an open room: the host sends camera and microphone, the viewer watches.
import { post, read } from '../../asking.mjs';
import { tapWires } from '../../wires.mjs';
import { words } from '../../words.mjs';
import { button, picture } from '../rooms/seen.mjs';

/** Seats both and lets the host send; with `pictures: 'kept'` their pages never give up pictures. */
export async function seat(theatre, { pictures }) {
  const visitor = await theatre.person('visitor', { passkeys: false });
  await visitor.page.goto('/sign-in');
  const people = (await read(visitor, '/sign-in/demo')).items;
  await visitor.context.close();
  const demo = async (name, mailbox) => {
    const { person_id, name: names } = people.find(({ email }) => email.startsWith(`${mailbox}@`));
    const person = await theatre.demoPerson(person_id, { name, locale: 'en-GB', passkeys: false });
    if (pictures === 'kept') await keepPictures(person);
    await tapWires(person);
    await person.page.goto('/');
    return Object.assign(person, { say: words('en'), called: names.en });
  };
  const host = await demo('host', 'wang-fang');
  const viewer = await demo('viewer', 'gao-yun');
  const hall = await openHall(host);
  await host.page.goto(hall);
  for (const key of ['rooms-camera-start', 'rooms-microphone-open']) await button(host, key).click();
  return { host, viewer, hall, camera: picture(host.called, 'camera') };
}

/** Opens the room of the first item, unless it is open. */
export async function openHall(host) {
  const fair = (await read(host, '/fairs')).items[0];
  const { items } = await read(host, `/fairs/${fair.id}/items?per_page=100`);
  const item = items.find(({ code }) => code === 'R1');
  if (item.state !== 'live') {
    for (const to of ['rehearsal', 'ready', 'live']) await post(host, `/items/${item.id}/transition`, { to });
  }
  return `/items/${item.id}/hall`;
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

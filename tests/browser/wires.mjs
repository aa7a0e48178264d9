// What runs between a page and the server, and cutting it: the page's own sockets and peer connections.
import { until } from './waiting.mjs';

/** Has every page that the person opens from now on keep its wires where a story can look at them. */
export async function tapWires(person) {
  await person.context.addInitScript(() => {
    const wires = { sockets: [], welcomes: [], peers: [], channels: new Set(), offers: 0 };
    window.wires = wires;
    window.WebSocket = class extends WebSocket {
      constructor(...how) {
        super(...how);
        if (!this.url.endsWith('/rooms/ws')) return;
        wires.sockets.push(this);
        this.addEventListener('message', ({ data }) => {
          const { body } = JSON.parse(data);
          if (body.type === 'download_offer') wires.offers += 1;
          const booths = body.booths ?? body.snapshot?.booths ?? [];
          for (const { channels } of booths) for (const { id } of channels) wires.channels.add(id);
          if (body.type === 'welcome') wires.welcomes.push({ participant: body.participant, resumed: body.resumed });
        });
      }
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...how) {
        super(...how);
        wires.peers.push(this);
      }
    };
  });
}

/** Each time the room let this page in: as which participant, and whether it was still known. */
export const welcomes = (person) => person.page.evaluate(() => window.wires.welcomes);

/** What came of the others' microphones so far, and how many of them the page plays. */
export function sound(person) {
  return person.page.evaluate(async () => {
    const voices = [...document.querySelectorAll('audio[data-track$="/microphone"]')];
    const tracks = new Set(voices.flatMap(({ srcObject }) => srcObject.getTracks().map(({ id }) => id)));
    const all = { packets: 0, energy: 0, playing: voices.filter(({ paused, muted }) => !paused && !muted).length };
    for (const peer of window.wires.peers) {
      for (const report of (await peer.getStats()).values()) {
        if (report.type !== 'inbound-rtp' || !tracks.has(report.trackIdentifier)) continue;
        all.packets += report.packetsReceived;
        all.energy += report.totalAudioEnergy;
      }
    }
    return all;
  });
}

/** Sees to it that the page plays its sound: some browsers hold it back until the person asks for it. */
export async function listen(person) {
  const held = person.page.getByRole('button', { name: person.say('rooms-turn-sound-on') });
  await until(
    async () => {
      if (await held.isVisible()) await held.click();
      return (await sound(person)).playing > 0;
    },
    () => `${person.name}'s page plays no sound`,
  );
}

/** Waits until sound that is no silence arrives and is played. */
export async function hears(person) {
  const first = await sound(person);
  let now;
  return until(
    async () => {
      now = await sound(person);
      return now.packets >= first.packets + 25 && now.energy > first.energy && now.playing > 0 && now;
    },
    () => `${person.name} hears nothing: ${JSON.stringify(now)} after ${JSON.stringify(first)}`,
  );
}

/** Waits until the picture at `selector` went on for thirty frames without a packet of sound. */
export async function hearsNothing(person, selector) {
  const frames = () => person.page.locator(selector).first().evaluate((video) => video.getVideoPlaybackQuality().totalVideoFrames);
  let from = { frames: await frames(), ...(await sound(person)) };
  return until(
    async () => {
      const now = { ...(await sound(person)), frames: await frames() };
      if (now.packets !== from.packets) from = now;
      return now.frames >= from.frames + 30;
    },
    () => `sound still reaches ${person.name}`,
  );
}

/** Cuts the person off: the network is away, every socket to the room breaks, the media connections die. */
export async function cutOff(person) {
  await person.context.setOffline(true);
  await person.page.evaluate(() => {
    for (const wire of [...window.wires.sockets, ...window.wires.peers]) wire.close();
  });
}

/** Gives the network back. */
export const reconnect = (person) => person.context.setOffline(false);

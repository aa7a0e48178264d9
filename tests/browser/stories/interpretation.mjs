// A language channel from being opened to being handed over: who listens hears it, low over the floor, and a change of
// interpreters costs the listener nothing.
import { programme, seat } from '../cast.mjs';
import { PHONE } from '../theatre.mjs';
import { until } from '../waiting.mjs';
import { listen } from '../wires.mjs';
import { choose } from './rooms/seen.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const cast = await seat(theatre, ROLES);
  const { item, hall } = await programme(cast.host);
  const story = { theatre, cast, hall, booth: `/items/${item.id}/booth` };
  for (const act of [open, speak, sitDown, hear, nobodyNow, handOver]) {
    await act(story);
    console.log(`${act.name}: played`);
  }
}

const ROLES = {
  host: { mailbox: 'wang-fang' },
  speaker: { mailbox: 'novak', locale: 'en-GB' },
  listener: { mailbox: 'gao-yun', viewport: PHONE },
  // Two of the trade; the sample fair has one, who enters twice.
  first: { mailbox: 'chen-jing' },
  second: { mailbox: 'chen-jing', locale: 'en-GB' },
};

/** The host goes live and opens a channel. */
async function open({ theatre, cast: { host }, hall }) {
  const { page, say } = host;
  await page.goto(hall);
  await page.getByRole('button', { name: say('hall-host-go-live'), exact: true }).click();
  await page.getByText(say('rooms-standing-live')).waitFor();
  await page.getByTestId('channel-picker').click();
  await choose({ page, say }, 'interpretation-new', '中文');
  await page.getByRole('button', { name: say('interpretation-open') }).click();
  await page.getByRole('radio', { name: '中文' }).waitFor();
  await theatre.photograph(host, '01-channel-opened');
}

async function speak({ cast: { speaker }, hall }) {
  const { page, say } = speaker;
  await page.goto(hall);
  for (const key of ['rooms-camera-start', 'rooms-microphone-open']) await page.getByRole('button', { name: say(key), exact: true }).click();
}

/** Both interpreters sit down; the first opens the microphone and is on air. */
async function sitDown({ theatre, cast: { first, second }, booth }) {
  for (const person of [first, second]) {
    await person.page.goto(booth);
    await person.page.getByRole('button', { name: person.say('booth-sit-down') }).click();
    await person.page.getByTestId('on-air').waitFor();
  }
  await first.page.keyboard.press('m');
  await first.page.locator('[data-testid="on-air"][data-on="true"]').waitFor();
  await second.page.getByText(/is on air/).waitFor();
  for (const person of [first, second]) await theatre.photograph(person, `02-booth-${person.name}`);
}

/** The listener's page is in Chinese: its channel comes by itself, and the floor goes down under it. */
async function hear({ theatre, cast: { listener }, hall }) {
  await listener.page.goto(hall);
  await listen(listener);
  await hearsChannel(listener);
  await until(
    async () => (await voices(listener)).some(({ channel, volume }) => !channel && Math.abs(volume - 0.2) < 0.02),
    async () => `the floor is not lowered: ${JSON.stringify(await voices(listener))}`,
  );
  await theatre.photograph(listener, '03-listening');
}

/** The interpreter goes off air: the listener is told, and hears the floor whole; then on again. */
async function nobodyNow({ theatre, cast: { first, listener } }) {
  await first.page.keyboard.press('m');
  await listener.page.getByText(listener.say('interpretation-nobody-now')).waitFor();
  await until(
    async () => (await voices(listener)).some(({ channel, volume }) => !channel && volume > 0.98),
    async () => `the floor stays low: ${JSON.stringify(await voices(listener))}`,
  );
  await theatre.photograph(listener, '04-nobody-now');
  await first.page.keyboard.press('m');
  await first.page.locator('[data-testid="on-air"][data-on="true"]').waitFor();
  await hearsChannel(listener);
}

/** The second asks, the first accepts: the channel goes on in the listener's page without a new negotiation. */
async function handOver({ theatre, cast: { first, second, listener } }) {
  await second.page.keyboard.press('m');
  const before = await negotiated(listener);
  await second.page.getByRole('button', { name: second.say('booth-ask-to-take-over') }).click();
  await first.page.getByRole('alert').waitFor();
  await theatre.photograph(first, '05-asked');
  await first.page.keyboard.press('a');
  await second.page.locator('[data-testid="on-air"][data-on="true"]').waitFor();
  await first.page.locator('[data-testid="on-air"][data-on="false"]').waitFor();
  await hearsChannel(listener);
  const after = await negotiated(listener);
  if (JSON.stringify(after) !== JSON.stringify(before)) throw new Error(`negotiated anew: ${JSON.stringify([before, after])}`);
  await theatre.photograph(second, '06-on-air');
}

/** What the page plays: each voice, whether it is a channel's, how loud, and how much of it came. */
function voices(person) {
  return person.page.evaluate(async () => {
    const stats = [];
    for (const peer of window.wires.peers) stats.push(...(await peer.getStats()).values());
    return [...document.querySelectorAll('audio[data-track$="/microphone"]')].map((audio) => {
      const [track] = audio.srcObject.getTracks();
      const report = stats.find(({ type, trackIdentifier }) => type === 'inbound-rtp' && trackIdentifier === track.id);
      const participant = audio.dataset.track.split('/')[0];
      return { participant, channel: window.wires.channels.has(participant), volume: audio.volume, bytes: report?.bytesReceived ?? 0, energy: report?.totalAudioEnergy ?? 0 };
    });
  });
}

/** Waits until sound of a language channel arrives that is no silence. */
async function hearsChannel(person) {
  const sum = async () => (await voices(person)).filter(({ channel }) => channel).reduce((all, one) => ({ bytes: all.bytes + one.bytes, energy: all.energy + one.energy }), { bytes: 0, energy: 0 });
  const from = await sum();
  await until(
    async () => {
      const now = await sum();
      return now.bytes > from.bytes + 500 && now.energy > from.energy;
    },
    async () => `${person.name} hears no channel: ${JSON.stringify(await voices(person))}`,
  );
}

/** What a new negotiation of the download would change. */
const negotiated = (person) => person.page.evaluate(() => ({ peers: window.wires.peers.length, offers: window.wires.offers }));

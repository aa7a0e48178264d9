// The device check: everything works; then a browser that gives nothing, and says why in words that help.
import { demoPeople } from '../cast.mjs';
import { PHONE } from '../theatre.mjs';
import { moving } from '../video.mjs';
import { until } from '../waiting.mjs';
import { words } from '../words.mjs';

/** facts: none. */
export default async function play({ theatre }) {
  const { person_id } = (await demoPeople(theatre)).find('novak');
  await everythingWorks(theatre, person_id);
  for (const [error, key] of [
    ['NotAllowedError', 'check-capture-denied'],
    ['NotFoundError', 'check-capture-not-found'],
    ['NotReadableError', 'check-capture-in-use'],
  ]) await deviceRefused(theatre, person_id, error, key);
  await noWayThrough(theatre, person_id);
}

/** Camera, voice, three notes and a line to the server and back; then on to where the person wanted to go. */
async function everythingWorks(theatre, personId) {
  const person = await theatre.demoPerson(personId, { name: 'check', passkeys: false });
  const say = words('zh');
  const { page } = person;
  await page.goto('/rooms/check?next=/projects');
  await page.getByRole('button', { name: say('check-camera-open') }).click();
  await moving(page, '[data-testid="check-camera"] video');
  await page.getByRole('button', { name: say('check-microphone-open') }).click();
  await page.getByText(say('check-microphone-heard')).waitFor();
  await page.getByRole('button', { name: say('check-network-start') }).click();
  await page.getByRole('button', { name: say('check-speaker-play') }).click();
  await page.getByRole('button', { name: say('check-speaker-yes'), exact: true }).click();
  await stands(person, 'network', ['good', 'warned']);
  for (const part of ['browser', 'camera', 'microphone', 'speaker']) await stands(person, part, ['good']);
  await page.getByText(say('check-network-route-direct', { protocol: 'UDP' })).waitFor();
  await theatre.photograph(person, 'check-works', { fullPage: true });
  await page.getByTestId('check-enter').click();
  await page.waitForURL('**/projects');
  await person.context.close();
}

/** A device that the browser does not give: what is the matter, how to allow it, and a second try that works. */
async function deviceRefused(theatre, personId, error, key) {
  const person = await theatre.demoPerson(personId, { name: key, locale: 'en-GB', viewport: PHONE, passkeys: false });
  const say = words('en');
  const { page } = person;
  await page.addInitScript((name) => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (wanted) => (window.allowed ? open(wanted) : Promise.reject(new DOMException('', name)));
  }, error);
  await page.goto('/rooms/check');
  await page.getByRole('button', { name: say('check-camera-open') }).click();
  const alert = page.getByRole('alert').filter({ hasText: say(key) });
  await alert.filter({ hasText: say(key === 'check-capture-denied' ? 'check-allow-chrome' : `${key}-detail`) }).waitFor();
  await stands(person, 'camera', ['bad']);
  await theatre.photograph(person, key);
  await page.evaluate(() => { window.allowed = true; });
  await alert.getByRole('button', { name: say('check-try-again') }).click();
  await moving(page, '[data-testid="check-camera"] video');
  await person.context.close();
}

/** The server answers, but no media come through. */
async function noWayThrough(theatre, personId) {
  const person = await theatre.demoPerson(personId, { name: 'no-way', locale: 'en-GB', passkeys: false });
  const say = words('en');
  const { page } = person;
  await page.addInitScript(() => {
    // An answer without addresses: as if every packet to the server's were dropped.
    const set = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
      return set.call(this, { type, sdp: sdp.replace(/^a=candidate:.*\r\n/gm, '') });
    };
  });
  await page.goto('/rooms/check');
  await page.getByRole('button', { name: say('check-network-start') }).click();
  await page.getByText(say('check-network-no-media')).waitFor();
  await stands(person, 'network', ['bad']);
  await theatre.photograph(person, 'check-no-way');
  await person.context.close();
}

async function stands({ page }, part, standings) {
  const step = page.getByTestId(`check-${part}`);
  await until(
    async () => standings.includes(await step.getAttribute('data-standing')),
    async () => `${part}: ${await step.getAttribute('data-standing')}: ${await step.innerText()}`,
  );
}

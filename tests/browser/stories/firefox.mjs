// Two browsers of different makes in one hall: each sends camera and microphone, each sees and hears the other.
import { demoPeople, seat } from '../cast.mjs';
import { Firefox } from '../firefox.mjs';
import { moving } from '../video.mjs';
import { hears, listen, tapWires } from '../wires.mjs';
import { openHall } from './network/cast.mjs';
import { received } from './network/line.mjs';
import { button, picture } from './rooms/seen.mjs';

/** facts: none. Gives what each saw of the other. */
export default async function play({ theatre }) {
  const firefox = await Firefox.open(theatre);
  try {
    return await meet(theatre, firefox);
  } catch (error) {
    await firefox.photographAll('failed');
    throw error;
  } finally {
    await firefox.close();
  }
}

async function meet(theatre, firefox) {
  const { chromium, fox } = await seatBoth(theatre, firefox);
  const hall = await openHall(chromium);
  const seen = {};

  // Firefox alone sends, and Chromium watches.
  await fox.page.goto(hall);
  for (const key of SENDS) await fox.page.press(fox.say(key));
  await chromium.page.goto(hall);
  seen.of_firefox = await moving(chromium.page, picture(fox.called, 'camera'));
  await listen(chromium);
  await hears(chromium);
  await theatre.photograph(chromium, '01-chromium-sees-firefox');

  // Then both send.
  for (const key of SENDS) await button(chromium, key).click();
  seen.of_chromium = await moving(fox.page, seenInFirefox(chromium.called), async () => (await received(fox)).frames);
  await hears(fox);
  await moving(chromium.page, picture(fox.called, 'camera'));
  await firefox.photograph(fox, '02-firefox-sees-chromium');
  for (const { pixels } of Object.values(seen)) hasContent(pixels);
  const sizes = Object.entries(seen).map(([who, { width, height, frames }]) => [who, { width, height, frames }]);
  return { firefox: await firefox.version(), ...Object.fromEntries(sizes) };
}

const SENDS = ['rooms-camera-start', 'rooms-microphone-open'];

const seenInFirefox = (name) =>
  `::-p-xpath(//*[@data-testid="stage"]//figure[@data-source="camera"][.//figcaption[contains(., "${name}")]]//video)`;

/** A picture of one colour is none. */
function hasContent(pixels) {
  const bytes = pixels.split(',').filter((_, index) => index % 4 !== 3).map(Number);
  const spread = Math.max(...bytes) - Math.min(...bytes);
  if (spread < 32) throw new Error(`the picture is empty: its values spread over ${spread}`);
}

async function seatBoth(theatre, firefox) {
  const { chromium } = await seat(theatre, { chromium: { mailbox: 'wang-fang', locale: 'en-GB' } });
  const officer = (await demoPeople(theatre)).find('li-wei');
  const fox = await firefox.demoPerson(officer.person_id, 'firefox');
  await tapWires(fox);
  fox.called = officer.name.en;
  return { chromium, fox };
}

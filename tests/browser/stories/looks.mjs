// A room as each role sees it, in both languages, wide and narrow: pictures for people to look at.
import { seat } from '../cast.mjs';
import { DESKTOP, PHONE } from '../theatre.mjs';
import { until } from '../waiting.mjs';

const NARROW = { width: 820, height: 1180 };
const ROLES = {
  host: { mailbox: 'wang-fang', viewport: DESKTOP },
  'host-narrow': { mailbox: 'wang-fang', locale: 'en-GB', viewport: NARROW },
  viewer: { mailbox: 'gao-yun', locale: 'en-GB', viewport: DESKTOP },
  'viewer-phone': { mailbox: 'gao-yun', viewport: PHONE },
};
/** A talk is open to its own parties alone. */
const PARTIES = {
  asked: { mailbox: 'novak', locale: 'en-GB', viewport: DESKTOP },
  'asks-phone': { mailbox: 'zhao-min', viewport: PHONE },
};
/** Pages for those who run the ceremony. */
const OPERATORS = ['wall', 'console'];

/** facts: kind, size (how many are inside), room (its pages by name). */
export default async function play({ theatre, facts: { kind, size, room } }) {
  const roles = kind === 'negotiation' ? PARTIES : ROLES;
  for (const [page, path] of Object.entries(room.pages)) {
    for (const [name, role] of Object.entries(roles)) {
      if (OPERATORS.includes(page) && !name.startsWith('host')) continue;
      const person = (await seat(theatre, { [name]: role }))[name];
      await person.page.goto(path);
      await theatre.settled(person);
      const shown = await picturesStay(person);
      await theatre.photograph(person, `${kind}-${String(size).padStart(3, '0')}-${page}-${name}`);
      console.log(`${kind} ${size} ${page} ${name}: ${shown} pictures`);
      await person.context.close();
    }
  }
}

/** Waits until the number of pictures that play has not changed for three seconds (none: for eight), and gives it. */
async function picturesStay({ page }) {
  let [last, since] = [-1, performance.now()];
  await until(
    async () => {
      const playing = await page.evaluate(() => [...document.querySelectorAll('video')].filter((video) => video.readyState >= 2).length);
      if (playing !== last) [last, since] = [playing, performance.now()];
      return performance.now() - since > (playing > 0 ? 3_000 : 8_000);
    },
    () => `pictures come and go: ${last}`,
  );
  return last;
}

// The host keeps a lobby: who comes waits there, and comes in when the host says so.
import { tab } from './seen.mjs';

/** The officer waits, is told what happens next, and is let in without doing anything. */
export async function lobby({ theatre, cast, hall }) {
  const { host, officer } = cast;
  await door(host, 'open', 'lobby');
  await officer.page.goto(hall);
  const waiting = officer.page.getByRole('heading', { name: officer.say('door-wait-title') });
  await waiting.waitFor();
  await theatre.photograph(officer, '00-lobby-officer');
  if (await officer.page.getByRole('tab').count()) throw new Error('the room is open to one who waits');

  await tab(host, 'rooms-people');
  const knock = host.page.getByRole('region', { name: host.say('door-waiting', { count: 1 }) });
  await knock.getByText(officer.called).waitFor();
  await theatre.photograph(host, '00-lobby-host');
  await knock.getByRole('button', { name: host.say('door-admit'), exact: true }).click();
  await waiting.waitFor({ state: 'detached' });
  await officer.page.getByTestId('stage').waitFor();
  await knock.waitFor({ state: 'detached' });
  await door(host, 'lobby', 'open');
  await tab(host, 'rooms-chat');
}

/** Sets who comes in, and waits until the room says so. */
async function door({ page, say }, before, now) {
  const named = (policy) => page.getByRole('button', { name: say('door-policy', { now: say(`door-now-${policy}`) }) });
  await named(before).click();
  await page.getByRole('menuitem', { name: say(`door-policy-${now}`) }).click();
  await named(now).waitFor();
}

// What the host does: mutes a microphone, goes on to the next pitch, removes a person, ends the item.
import { hearsNothing } from '../../wires.mjs';
import { button, pick, picture, row, tab, tile } from './seen.mjs';

/** The host mutes the agent's microphone: everybody reads it, and no sound comes any more. */
export async function mute({ theatre, cast }) {
  const { host, presenter, viewer, officer } = cast;
  await tab(host, 'rooms-people');
  await pick(host, presenter.called, 'rooms-host-mute-microphone');
  await button(presenter, 'rooms-microphone-by-host').and(presenter.page.locator(':disabled')).waitFor();
  for (const person of [presenter, viewer, officer]) {
    await tile(person, presenter.called, 'camera').getByText(person.say('rooms-muted'), { exact: true }).waitFor();
  }
  for (const person of [viewer, officer]) await hearsNothing(person, picture(presenter.called, 'screen'));
  for (const person of [host, presenter, officer]) await theatre.photograph(person, `04-muted-${person.name}`);
}

/** The host calls the next pitch; the card changes where people watch. */
export async function nextPitch({ theatre, cast }) {
  const { host, viewer, officer } = cast;
  const title = ({ page }) => page.locator('#pitch-title');
  const before = await Promise.all([viewer, officer].map((person) => title(person).innerText()));
  await host.page.getByTestId('next-pitch').click();
  for (const [index, person] of [viewer, officer].entries()) {
    await title(person).filter({ hasNotText: before[index] }).waitFor();
    await theatre.photograph(person, `05-next-pitch-${person.name}`);
  }
  const shown = await title(viewer).innerText();
  await title(host).filter({ hasText: shown }).waitFor();
}

/** The host removes the officer from the audience, who is told so, sees nothing more and does not get back in. */
export async function remove({ theatre, cast, hall }) {
  const { host, viewer, officer } = cast;
  await tab(host, 'rooms-people');
  await pick(host, officer.called, 'rooms-host-remove');
  await host.page.getByRole('dialog').getByRole('button', { name: host.say('rooms-host-remove'), exact: true }).click();
  const told = () => officer.page.getByRole('alert').filter({ hasText: officer.say('rooms-error-removed') });
  await told().waitFor();
  await officer.page.locator('video').first().waitFor({ state: 'detached' });
  await theatre.photograph(officer, '07-removed');
  // The host finds the person only among those removed, from where it could be let in again.
  await host.page.getByRole('region', { name: host.say('people-banned') }).getByText(officer.called).waitFor();
  await row(host, officer.called).nth(1).waitFor({ state: 'detached' });
  await officer.page.goto(hall);
  await told().waitFor();
  if (await officer.page.locator('video').count()) throw new Error('the removed person still sees the stage');
  await tab(viewer, 'rooms-people');
  await row(viewer, host.called).waitFor();
  if (await row(viewer, officer.called).count()) throw new Error('the removed person is still listed');
}

/** The host ends the item; everybody is told, and every picture and device goes off. */
export async function end({ theatre, cast, hall }) {
  const { host, presenter, viewer } = cast;
  await button(host, 'hall-host-end').click();
  await host.page.getByRole('dialog').getByRole('button', { name: host.say('hall-host-end'), exact: true }).click();
  for (const person of [host, presenter, viewer]) {
    const { page, say } = person;
    await page.getByRole('status').filter({ hasText: say('rooms-error-room-ended') }).waitFor();
    await page.getByText(say('rooms-standing-ended'), { exact: true }).waitFor();
    await page.locator('video').first().waitFor({ state: 'detached' });
    await theatre.photograph(person, `08-ended-${person.name}`);
  }
  await viewer.page.goto(hall);
  await viewer.page.getByRole('status').filter({ hasText: viewer.say('rooms-error-room-ended') }).waitFor();
}

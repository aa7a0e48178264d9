// A document open for everybody: who shares turns the page for all; one who watches may look ahead and come back.
import { button } from './seen.mjs';

export async function brochure({ theatre, cast }) {
  const { host, officer, viewer } = cast;
  await button(host, 'brochure-share').click();
  await host.page.getByRole('menuitem', { name: 'desalination.pdf' }).click();
  for (const person of [host, officer, viewer]) await shows(person, 1);
  await turn(host, 'brochure-on');
  for (const person of [host, officer, viewer]) await shows(person, 2);
  await theatre.photograph(host, '10-brochure-host');

  await turn(officer, 'brochure-on');
  await shows(officer, 3);
  await shows(viewer, 2);
  await theatre.photograph(officer, '10-brochure-ahead');
  await theatre.photograph(viewer, '10-brochure-viewer');
  await officer.page.getByRole('button', { name: officer.say('brochure-follow', { page: 2 }) }).click();
  await shows(officer, 2);
  await turn(host, 'brochure-back');
  for (const person of [officer, viewer]) await shows(person, 1);

  await turn(host, 'brochure-close');
  for (const { page } of [host, officer, viewer]) await page.getByTestId('brochure').waitFor({ state: 'detached' });
}

const open = ({ page }) => page.getByTestId('brochure');

const turn = (person, key) => open(person).getByRole('button', { name: person.say(key), exact: true }).click();

/** The page of that number is drawn. */
async function shows(person, number) {
  await open(person).getByText(person.say('brochure-page', { page: number, pages: 3 }), { exact: true }).waitFor();
  await open(person).locator(`[data-drawn="${number}"]`).waitFor();
}

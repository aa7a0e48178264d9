// The host arranges the room: reactions come up, layouts change for all, keys press buttons, people stand on the stage
// or behind it, one of them runs the room too, and a feed gets an address.
import { until } from '../../waiting.mjs';
import { moving } from '../../video.mjs';
import { button, pick, picture, row, tab } from './seen.mjs';

export async function reaction({ theatre, cast: { host, officer } }) {
  await button(officer, 'panels-react').click();
  await officer.page.getByRole('button', { name: officer.say('panels-react-applause') }).click();
  await host.page.locator('[data-testid="reactions"] > span').first().waitFor();
  await theatre.photograph(host, '13-reaction');
  await officer.page.keyboard.press('Escape');
}

/** Host and agent send cameras; every layout shows both, or the one it is for, to everybody. */
export async function layouts({ theatre, cast }) {
  const { host, presenter, officer, viewer } = cast;
  for (const person of [host, presenter]) await button(person, 'rooms-camera-start').click();
  for (const person of [officer, viewer]) await moving(person.page, picture(presenter.called, 'camera'));
  for (const kind of ['side_by_side', 'grid', 'presentation', 'speaker', 'automatic']) {
    await button(host, 'layout-title').click();
    await host.page.getByRole('radio', { name: host.say(`layout-${kind}`) }).click();
    await host.page.keyboard.press('Escape');
    await host.page.getByRole('radiogroup', { name: host.say('layout-title') }).waitFor({ state: 'hidden' });
    for (const { page } of [host, officer, viewer]) await page.locator(`[data-testid="stage"][data-layout="${LAID[kind] ?? kind}"]`).waitFor();
    for (const person of [officer, viewer]) {
      for (const { called } of [host, presenter]) await person.page.locator(picture(called, 'camera')).waitFor();
    }
    await theatre.photograph(officer, `14-${kind}`);
    await theatre.photograph(viewer, `14-${kind}-phone`);
  }
}

/** Without an arrangement a roadshow shows who speaks. */
const LAID = { automatic: 'speaker' };

/** The sheet names the keys that do something here, and one of them does. */
export async function keys({ theatre, cast: { host } }) {
  await host.page.keyboard.press('?');
  const sheet = host.page.getByRole('dialog', { name: host.say('panels-shortcuts') });
  await sheet.getByText(host.say('rooms-camera-stop')).waitFor();
  await theatre.photograph(host, '15-keys');
  await host.page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  // A sheet keeps the keys until it has folded in.
  const questions = host.page.getByRole('tab', { name: host.say('questions-tab'), selected: true });
  const pressed = async () => {
    await host.page.keyboard.press('2');
    return questions.isVisible();
  };
  await until(pressed, () => 'the key opens no tab');
}

/** Behind the stage the agent is seen by the host, told so, and no more seen by the audience; then back. */
export async function backstage({ theatre, cast }) {
  const { host, presenter, viewer } = cast;
  await tab(host, 'rooms-people');
  await pick(host, presenter.called, 'people-to-backstage');
  await presenter.page.getByText(presenter.say('people-you-are-backstage')).waitFor();
  await viewer.page.locator(picture(presenter.called, 'camera')).waitFor({ state: 'detached' });
  await theatre.photograph(presenter, '16-backstage');
  await theatre.photograph(host, '16-backstage-host');
  await pick(host, presenter.called, 'people-to-stage');
  await moving(viewer.page, picture(presenter.called, 'camera'));
}

/** The agent runs the room too, and then no more. */
export async function cohost({ theatre, cast }) {
  const { host, presenter } = cast;
  await pick(host, presenter.called, 'people-cohost-give');
  await presenter.page.getByRole('group', { name: presenter.say('hall-host-controls') }).waitFor();
  await row(host, presenter.called).getByText(host.say('rooms-role-cohost')).waitFor();
  await theatre.photograph(presenter, '17-cohost');
  await pick(host, presenter.called, 'people-cohost-take');
  await presenter.page.getByRole('group', { name: presenter.say('hall-host-controls') }).waitFor({ state: 'detached' });
}

/** A feed's address and token are shown once; afterwards it is listed as away. */
export async function feed({ theatre, cast: { host } }) {
  await button(host, 'feeds-title').click();
  const drawer = host.page.getByRole('dialog', { name: host.say('feeds-title') });
  await theatre.photograph(host, '18-feeds-empty');
  await drawer.getByRole('textbox', { name: host.say('feeds-name') }).fill(FEED);
  await drawer.getByRole('button', { name: host.say('feeds-create') }).click();
  await drawer.getByRole('heading', { name: host.say('feeds-created', { name: FEED }) }).waitFor();
  await theatre.photograph(host, '18-feed-made');
  await drawer.getByRole('button', { name: host.say('feeds-token-kept') }).click();
  await drawer.getByRole('listitem').filter({ hasText: FEED }).getByText(host.say('feeds-away')).waitFor();
  await theatre.photograph(host, '18-feeds');
  await host.page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
}

const FEED = '曹妃甸港区摄像机';

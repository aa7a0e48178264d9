// Two leave the hall for their negotiation room, talk there, and come back to the hall they never left.
import { moving } from '../../video.mjs';
import { button, row, tab } from './seen.mjs';

export async function breakout({ theatre, cast }) {
  const { host, presenter, officer } = cast;
  await button(officer, 'breakout-tool').click();
  const choice = officer.page.getByRole('dialog', { name: officer.say('breakout-title') });
  await choice.getByText(presenter.called).waitFor();
  await theatre.photograph(officer, '19-breakout-choice');
  await choice.getByRole('button', { name: officer.say('breakout-call') }).click();
  for (const person of [officer, presenter]) {
    await theatre.photograph(person, `19-breakout-called-${person.name}`);
    await button(person, 'breakout-go').click();
    await button(person, 'breakout-back').waitFor();
  }
  await tab(host, 'rooms-people');
  await host.page.getByRole('heading', { name: host.say('people-in-talks') }).waitFor();
  await row(host, officer.called).first().waitFor();
  await theatre.photograph(host, '19-breakout-host');
  await button(officer, 'rooms-camera-start').click();
  await moving(presenter.page, '[data-testid="tiles"] video');
  await theatre.photograph(presenter, '19-breakout-room');

  await button(officer, 'breakout-back').click();
  await officer.page.getByTestId('stage').waitFor();
  await button(presenter, 'breakout-back').click();
  await presenter.page.getByTestId('stage').waitFor();
  await host.page.getByRole('heading', { name: host.say('people-in-talks') }).waitFor({ state: 'detached' });
  await moving(officer.page, '[data-testid="stage"] video');
  await theatre.photograph(officer, '19-breakout-back');
}

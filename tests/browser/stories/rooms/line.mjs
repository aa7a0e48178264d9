// The line of one on the stage breaks for everything, media too, and comes back.
import { moving } from '../../video.mjs';
import { cutOff, reconnect, welcomes } from '../../wires.mjs';
import { counts, line, picture, row, tab, write } from './seen.mjs';

export async function brokenLine({ theatre, cast }) {
  const { host, presenter, viewer, officer } = cast;
  await tab(host, 'rooms-people');
  const [before] = (await welcomes(viewer)).slice(-1);
  await cutOff(viewer);
  await viewer.page.getByRole('status').filter({ hasText: viewer.say('rooms-reconnecting') }).waitFor();
  await row(host, viewer.called).filter({ hasText: host.say('rooms-away') }).waitFor();
  await write(viewer, FROM_AFAR);
  await write(presenter, MEANWHILE);
  await line(officer, MEANWHILE).waitFor();
  await theatre.photograph(viewer, '06-line-away');
  if (await line(viewer, MEANWHILE).count()) throw new Error('the line was not cut');

  await reconnect(viewer);
  for (const person of [presenter, viewer, officer]) {
    for (const text of [MEANWHILE, FROM_AFAR]) await counts(line(person, text), 1);
  }
  await viewer.page.getByText(viewer.say('rooms-reconnecting')).waitFor({ state: 'detached' });
  const [after] = (await welcomes(viewer)).slice(-1);
  if (!after.resumed || after.participant !== before.participant) {
    throw new Error(`came back as another: ${JSON.stringify([before, after])}`);
  }
  for (const source of ['screen', 'camera']) await moving(viewer.page, picture(presenter.called, source));
  await moving(officer.page, picture(viewer.called, 'camera'));
  await row(host, viewer.called).filter({ hasText: host.say('rooms-away') }).waitFor({ state: 'detached' });
  await counts(row(host, viewer.called), 1);
  await theatre.photograph(viewer, '06-line-back');
}

const MEANWHILE = 'The payback period is six years.';
const FROM_AFAR = '我的网络断了，请稍等。';

// How the hall lies on a desk's screen and on a phone.
import { tab } from './seen.mjs';

/** The stage is the largest thing; on a phone it stays on top and the red button at the foot, though the chat is open. */
export async function layout({ theatre, cast }) {
  const { viewer, officer } = cast;
  const stage = await box(viewer.page.getByTestId('stage'));
  const share = stage.width / viewer.page.viewportSize().width;
  if (share < 0.62) throw new Error(`the stage takes ${share} of the screen`);
  if (await viewer.page.getByTestId('express-interest').count()) throw new Error('the audience is offered an interest');

  const { page, say } = officer;
  const { height } = page.viewportSize();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await tab(officer, 'rooms-chat');
  const top = await box(page.getByTestId('stage'));
  const foot = await box(page.getByTestId('express-interest'));
  const write = await box(page.getByRole('textbox', { name: say('rooms-chat-write') }));
  await theatre.photograph(officer, '01-stage-officer-foot');
  if (top.y !== 0) throw new Error(`the stage went to ${top.y} px`);
  if (foot.y < height - 132 || foot.y + foot.height > height) throw new Error(`the red button is at ${foot.y} px`);
  if (write.y + write.height > foot.y) throw new Error('the red button covers what is written');
}

const box = (locator) => locator.boundingBox();

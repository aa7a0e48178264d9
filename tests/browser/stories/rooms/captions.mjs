// What is said, written along by an interpreter, and read by who asked for it.
import { button, tab } from './seen.mjs';

export async function captions({ theatre, cast }) {
  const { interpreter, officer, viewer } = cast;
  await writeCaption(interpreter, FIRST);
  await button(officer, 'captions-title').click();
  await officer.page.getByRole('radio', { name: '中文' }).check();
  await officer.page.keyboard.press('Escape');
  await writeCaption(interpreter, SECOND);
  const shown = ({ page }) => page.getByTestId('captions');
  await shown(officer).getByText(SECOND, { exact: true }).waitFor();
  await theatre.photograph(interpreter, '11-captioner');
  await theatre.photograph(officer, '11-captions');
  if (await shown(viewer).count()) throw new Error('captions come to one who asked for none');
  await tab(interpreter, 'rooms-chat');
}

export async function writeCaption(interpreter, text) {
  const { page, say } = interpreter;
  await tab(interpreter, 'captioner-tab');
  const field = page.getByRole('textbox', { name: say('captioner-write') });
  await field.fill(text);
  await field.press('Enter');
  await page.getByRole('log', { name: say('captioner-written') }).getByText(text, { exact: true }).waitFor();
}

const FIRST = '各位来宾，大家好。';
const SECOND = '我们的膜组件已在三个国家投入使用。';

// A line that carries no pictures carries sound alone, and pictures come back with a better one.
import { moving } from '../../video.mjs';
import { hears, listen } from '../../wires.mjs';
import { until } from '../../waiting.mjs';
import { received, worsen } from './line.mjs';

export async function fallback({ theatre, facts, viewer, hall, camera }) {
  await viewer.page.goto(hall);
  await moving(viewer.page, camera);
  await listen(viewer);
  await hears(viewer);

  await worsen(facts.control, 20, 60);
  await soundOnly(viewer).waitFor();
  await heardWithoutPictures(viewer);
  await theatre.photograph(viewer, 'sound-only');

  await worsen(facts.control, 0, 60);
  await soundOnly(viewer).waitFor({ state: 'detached' });
  await moving(viewer.page, camera);
  await hears(viewer);
  await theatre.photograph(viewer, 'pictures-again');
}

const soundOnly = ({ page, say }) => page.getByText(say('line-sound-only-line'), { exact: true }).first();

/** Waits until sound went on for three seconds' worth of samples, of which most were no guesses, without a picture. */
async function heardWithoutPictures(person) {
  const rate = 48_000;
  let [from, now] = [await received(person)];
  await until(
    async () => {
      now = await received(person);
      if (now.frames > from.frames) from = now;
      return now.samples - from.samples > 3 * rate;
    },
    () => `pictures still come: ${JSON.stringify([from, now])}`,
  );
  const guessed = (now.concealed - from.concealed) / (now.samples - from.samples);
  if (guessed > 0.5) throw new Error(`${guessed} of the sound was guessed`);
}

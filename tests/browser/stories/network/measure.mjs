// What reaches the viewer over the line as it is.
import { until } from '../../waiting.mjs';
import { hears, listen } from '../../wires.mjs';
import { moving } from '../../video.mjs';
import { received } from './line.mjs';

/**
 * Gives what the viewer's page counted in `facts.seconds`, once picture and sound are there, and how long the first
 * picture took from the page's opening.
 */
export async function measure({ theatre, facts, viewer, hall, camera }) {
  const opened = performance.now();
  await viewer.page.goto(hall);
  await viewer.page.locator(camera).first().waitFor();
  await until(
    async () => (await received(viewer)).frames > 0,
    () => 'no picture came',
  );
  const firstMs = Math.round(performance.now() - opened);
  await moving(viewer.page, camera);
  await listen(viewer);
  await hears(viewer);
  const before = await received(viewer);
  const from = performance.now();
  // The measure is of a stretch of time, not of something that happens.
  await new Promise((done) => setTimeout(done, facts.seconds * 1000));
  const after = await received(viewer);
  const seconds = (performance.now() - from) / 1000;
  await theatre.photograph(viewer, 'measured');
  const counted = Object.keys(before).filter((key) => !['height', 'protocols'].includes(key));
  const grown = Object.fromEntries(counted.map((key) => [key, after[key] - before[key]]));
  return { ...grown, seconds, first_ms: firstMs, height: after.height, protocols: after.protocols };
}

// What reaches the viewer over the line as it is.
import { until } from '../../waiting.mjs';
import { hears, listen } from '../../wires.mjs';
import { moving } from '../../video.mjs';
import { received, sent } from './line.mjs';

/**
 * Gives what the viewer's page counted in `facts.seconds`, once picture and sound are there, and how long the first
 * picture took from the page's opening.
 */
export async function measure({ theatre, facts, host, viewer, hall, camera }) {
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
  await watchFrames(viewer, camera);
  const before = await received(viewer);
  const from = performance.now();
  // The measure is of a stretch of time, not of something that happens.
  await new Promise((done) => setTimeout(done, facts.seconds * 1000));
  const after = await received(viewer);
  const seconds = (performance.now() - from) / 1000;
  const still = await viewer.page.evaluate(() => window.still());
  const sends = await sent(host);
  await theatre.photograph(viewer, 'measured');
  const counted = Object.keys(before).filter((key) => !['height', 'protocols'].includes(key));
  const grown = Object.fromEntries(counted.map((key) => [key, after[key] - before[key]]));
  // A freeze that lasts is not counted by the browser before it is over.
  const freezes = grown.freezes + (still.now ? 1 : 0);
  return { ...grown, ...sends, freezes, still_s: still.seconds, seconds, first_ms: firstMs, height: after.height, protocols: after.protocols };
}

/** Has the page keep how long its picture stood still: the parts beyond half a second between two frames. */
function watchFrames({ page }, selector) {
  return page.locator(selector).first().evaluate((video) => {
    let [last, still] = [performance.now(), 0];
    const beyond = (now) => Math.max(0, now - last - 500);
    const shown = (now) => {
      still += beyond(now);
      last = now;
      video.requestVideoFrameCallback(shown);
    };
    video.requestVideoFrameCallback(shown);
    window.still = () => {
      const now = beyond(performance.now());
      return { seconds: (still + now) / 1000, now: now > 0 };
    };
  });
}

// What a page really shows of a video.
import { until } from './waiting.mjs';

/**
 * Waits until the video at `selector` has a picture, has decoded ten frames more, its clock has gone
 * on and its pixels have changed; gives its size and how many frames were decoded. `decoded` counts frames where the
 * browser's video element does not.
 */
export async function moving(page, selector, decoded) {
  const video = page.locator(selector).first();
  await video.waitFor();
  const see = async () => {
    const now = await video.evaluate(look);
    return decoded ? { ...now, frames: await decoded() } : now;
  };
  const first = await until(
    async () => {
      const now = await see();
      return now.width > 0 && now;
    },
    () => `no picture in ${selector}`,
  );
  return until(
    async () => {
      const now = await see();
      return now.frames >= first.frames + 10 && now.time > first.time && now.pixels !== first.pixels && now;
    },
    () => `the picture in ${selector} stands still`,
  );
}

/** Runs in the page. */
function look(video) {
  const canvas = document.createElement('canvas');
  canvas.width = 64;
  canvas.height = 36;
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 64, 36);
  return {
    width: video.videoWidth,
    height: video.videoHeight,
    time: video.currentTime,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    pixels: context.getImageData(0, 0, 64, 36).data.join(),
  };
}

// Plays one story: node run.mjs <name>. Called by the test kit (tests/src/browser.rs).
import { mkdirSync, writeFileSync } from 'node:fs';
import { Theatre } from './theatre.mjs';

const name = process.argv[2];
const output = process.env.STORY_OUTPUT ?? 'output';
mkdirSync(output, { recursive: true });

const { default: play } = await import(`./stories/${name}.mjs`);
const facts = JSON.parse(process.env.STORY_FACTS ?? '{}');
const theatre = await Theatre.open({ url: process.env.STORY_URL, output, fps: facts.fps });
try {
  const result = await play({ theatre, facts });
  theatre.assertNoErrors();
  writeFileSync(process.env.STORY_RESULT ?? `${output}/result.json`, JSON.stringify(result ?? null));
} catch (error) {
  await theatre.photographAll('failed');
  console.error(error);
  process.exitCode = 1;
} finally {
  await theatre.close();
}

// Waiting for what no page announces.

const PATIENCE_MS = 90_000;

/** Asks `attempt` again and again until it gives something; `describe` words what it gave up on. */
export async function until(attempt, describe, patience = PATIENCE_MS) {
  const deadline = performance.now() + patience;
  for (;;) {
    const found = await attempt();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(await describe());
    await new Promise((done) => setTimeout(done, 200));
  }
}

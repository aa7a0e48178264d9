// Where things stand in the hall, as a person finds them: by what is written there.

/** The picture that `source` of a person called `name` gives on the stage. */
export const picture = (name, source) => `[data-testid="stage"] figure[data-source="${source}"]:has(figcaption:has-text("${name}")) video`;

/** The tile of the same picture. */
export const tile = ({ page }, name, source) =>
  page.locator(`[data-testid="stage"] figure[data-source="${source}"]`, { has: page.locator('figcaption', { hasText: name }) });

/** A button of the bar, by the key of its word. */
export const button = ({ page, say }, key, values) => page.getByRole('button', { name: say(key, values), exact: true });

/** Opens the tab of the rail that is called `key`; one that is open stays so. */
export async function tab({ page, say }, key) {
  const found = page.getByRole('tab', { name: say(key) });
  await found.waitFor();
  if ((await found.getAttribute('aria-selected')) !== 'true') await found.click();
}

/** Picks from the menu that one has on a person; the tab of the people must be open. */
export async function pick(person, name, key) {
  await row(person, name).getByRole('button', { name: person.say('rooms-host-menu', { name }) }).click();
  // A menu takes no clicks while it still unfolds.
  const unfolded = person.page.locator('.ant-dropdown:not(.ant-dropdown-hidden):not([class*="ant-slide-"])');
  await unfolded.getByRole('menuitem', { name: person.say(key), exact: true }).click();
}

/** Chooses from a list that folds out; one that is still unfolding takes no clicks. */
export async function choose({ page, say }, list, title) {
  await page.getByRole('combobox', { name: say(list) }).click();
  const unfolded = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden):not([class*="ant-slide-"])');
  await unfolded.getByTitle(title, { exact: true }).click();
  await unfolded.waitFor({ state: 'hidden' });
}

/** A line of the chat. */
export const line = ({ page }, text) => page.getByRole('log').getByText(text, { exact: true });

/** What a person writes to everyone. */
export async function write({ page, say }, text) {
  await page.getByRole('textbox', { name: say('rooms-chat-write') }).fill(text);
  await page.getByRole('button', { name: say('rooms-chat-send') }).click();
}

/** A person's row in the list of people; the tab must be open. */
export const row = ({ page, say }, name) =>
  page.getByRole('region', { name: say('rooms-people') }).getByRole('listitem').filter({ hasText: name });

/** Waits until exactly `count` elements are there. */
export async function counts(locator, count) {
  await locator.nth(count - 1).waitFor();
  const found = await locator.count();
  if (found !== count) throw new Error(`${found} instead of ${count}: ${await locator.allInnerTexts()}`);
}

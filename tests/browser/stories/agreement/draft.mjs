// Drafting on the page of all agreements.

/** Chooses an entry of one of Ant Design's lists by what it says. */
export async function choose(page, field, label) {
  const box = field.locator('xpath=descendant-or-self::*[@role="combobox"]');
  await box.click();
  // Another list may still be closing, and a long one draws only the entries in sight.
  const list = page.locator('.ant-select-dropdown').filter({ has: page.locator(`[id="${await box.getAttribute('aria-controls')}"]`) });
  const entry = list.locator('.ant-select-item-option').filter({ hasText: label }).first();
  if (!(await box.isEditable())) return entry.click();
  await box.fill(label);
  await entry.and(page.locator('.ant-select-item-option-active')).waitFor();
  return box.press('Enter');
}

/**
 * Drafts an agreement: `languages` by their names, `places` in their order: `{ of, person, role, attests, group }`.
 * Gives the agreement.
 */
export async function draft({ theatre, person, project, number, languages, parties, places, photograph }) {
  const { page, say } = person;
  await page.goto('/agreements');
  await page.getByRole('button', { name: say('draft-title') }).click();
  const drawer = page.getByRole('dialog', { name: say('draft-title') });
  await choose(page, drawer.locator('#project, [id$="_project"]').first(), project);
  await drawer.getByText(say('agreement-kind-intent'), { exact: true }).click();
  await drawer.getByLabel(say('agreement-number'), { exact: true }).fill(number);
  for (const [place, name] of languages.entries()) await choose(page, drawer.getByTestId(`language-${place + 1}`), name);
  await nameParties(person, drawer, parties);
  for (const [index, place] of places.entries()) await seat(person, drawer, index + 1, place);
  await drawer.getByRole('button', { name: say('draft-fill') }).click();
  await drawer.getByLabel(say('draft-clause', { number: 6 })).or(drawer.getByText(say('draft-clause', { number: 6 }))).first().waitFor();
  if (photograph) await theatre.photograph(person, photograph);
  const made = page.waitForResponse((reply) => reply.url().endsWith('/api/v1/agreements') && reply.request().method() === 'POST');
  await drawer.getByRole('button', { name: say('draft-submit'), exact: true }).click();
  const reply = await made;
  if (!reply.ok()) throw new Error(`no agreement: ${await reply.text()}`);
  return reply.json();
}

async function nameParties({ page, say }, drawer, parties) {
  const field = drawer.getByLabel(say('agreement-parties'));
  const chosen = drawer.locator('.ant-form-item').filter({ hasText: say('agreement-parties') });
  for (const name of parties) {
    if (!(await chosen.getByText(name).count())) await choose(page, field, name);
  }
}

async function seat({ page, say }, drawer, number, { of, person, role, attests, group }) {
  const legend = say('draft-signatory', { number });
  const place = drawer.getByRole('group', { name: new RegExp(`^${legend}`) });
  if (!(await place.count())) await drawer.getByRole('button', { name: say('draft-add-signatory') }).click();
  await place.waitFor();
  if (role) await choose(page, place.getByLabel(say('draft-role')), say(`place-role-${role}`));
  await choose(page, place.getByLabel(say('draft-signs-for')), of);
  await choose(page, place.getByLabel(say('field-name')), person);
  if (attests) await choose(page, place.getByLabel(say('draft-attests')), attests);
  if (group) await place.getByLabel(say('draft-group')).fill(String(group));
}

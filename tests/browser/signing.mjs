// How a person signs on the signing page.
import { read, readUntil } from './asking.mjs';
import { words } from './words.mjs';

/** Reads every page, consents, and shows who it is by a code. */
export async function prepare(person, path, number) {
  const { page } = person;
  await page.goto(`${path}/sign`);
  await page.getByTestId('document-page').first().waitFor();
  for (const [nth, sheet] of (await page.getByTestId('document-page').all()).entries()) {
    await sheet.scrollIntoViewIfNeeded();
    await page.locator(`[data-testid="document-page"][data-drawn="true"] >> nth=${nth}`).waitFor();
    await sheet.locator(':scope > :last-child').scrollIntoViewIfNeeded();
  }
  await page.getByTestId('consent').check();
  await page.getByTestId('send-code').click();
  await page.getByTestId('code').fill(await codeOf(person, number));
  await page.getByTestId('confirm-code').click();
  await page.locator('[data-testid="identity"][data-done="true"]').waitFor();
}

async function codeOf(person, number) {
  const subjects = ['zh', 'en'].map((language) => words(language)('mail-signing-code-subject', { number }));
  const own = ({ items }) => {
    const letter = items.find(({ subject, to }) => subjects.includes(subject) && to === person.email);
    return letter && /\b\d{6}\b/.exec(letter.text)?.[0];
  };
  person.email ??= (await read(person, '/session')).person.email;
  return own(await readUntil(person, '/outbox', own));
}

/** Makes a passkey where there is none, and confirms with it. */
export async function confirm({ page }) {
  await page.getByTestId('make-passkey').or(page.getByTestId('sign-with-passkey')).first().waitFor();
  if (await page.getByTestId('make-passkey').isVisible()) await page.getByTestId('make-passkey').click();
  await page.getByTestId('sign-with-passkey').click();
}

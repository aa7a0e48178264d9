// A lawyer abroad checks an evidence bundle in the browser: in her own language, without an account, off the network.
import { PHONE } from '../theatre.mjs';
import { words } from '../words.mjs';

/** facts: { bundle, spoilt, anchors }: files. */
export default async function play({ theatre, facts }) {
  const stranger = await theatre.person('stranger', { locale: 'fr-FR', passkeys: false });
  const { page, context } = stranger;
  await page.goto('/verify');
  await page.getByRole('heading', { name: words('fr')('verifier-title') }).waitFor();
  await page.getByTestId('verify-anchors').setInputFiles(facts.anchors);
  await theatre.settled(stranger);
  await context.setOffline(true);
  await check(page, facts.bundle, 'valid');
  await theatre.photograph(stranger, '1-valid', { fullPage: true });
  await check(page, facts.spoilt, 'invalid');
  await theatre.photograph(stranger, '2-invalid', { fullPage: true });
  await context.setOffline(false);
  await page.setViewportSize(PHONE);
  await readIn(page, 'ar');
  await page.locator('[lang="ar"][dir="rtl"]').getByRole('heading', { name: words('ar')('verifier-title') }).waitFor();
  await check(page, facts.bundle, 'valid');
  await theatre.photograph(stranger, '3-arabic-phone', { fullPage: true });
}

async function check(page, file, result) {
  await page.getByTestId('verify-file').setInputFiles(file);
  const report = page.locator(`[data-testid="verify-report"][data-result="${result}"]`);
  await report.waitFor();
}

/** Chooses the page's language. */
async function readIn(page, code) {
  await page.getByTestId('verify-language').click();
  await page.locator(`.ant-select-item-option [lang="${code}"]`).click();
}

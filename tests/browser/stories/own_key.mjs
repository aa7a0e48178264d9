// A firm signs with a key of its own: it makes one in the browser, has its authority certify it, authorises a signature
// with that certificate, and the key signs by itself. The other side, on a phone, is shown the command for a token, and
// signs with a key that a signing service keeps.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, readUntil } from '../asking.mjs';
import { seat } from '../cast.mjs';
import { confirm, prepare } from '../signing.mjs';
import { PHONE } from '../theatre.mjs';

/** facts: { agreement, ca, pin }: an agreement open to sign, the folder of the firm's authority, the service's PIN. */
export default async function play({ theatre, facts }) {
  const { firm, park } = await seat(theatre, {
    firm: { mailbox: 'dvorak', locale: 'en-GB', passkeys: true },
    park: { mailbox: 'zhao-min', viewport: PHONE, passkeys: true },
  });
  const path = `/agreements/${facts.agreement}`;
  const { number } = await read(firm, path);
  await prepare(firm, path, number);
  await theatre.photograph(firm, '01-own-key-offered');
  await certify(theatre, firm, facts.ca);
  await confirm(firm);
  await readUntil(firm, path, ({ signatories }) => signatories[0].state === 'sealed');
  await firm.page.getByTestId('signing-receipt').waitFor();
  await theatre.photograph(firm, '04-own-key-signed');

  await prepare(park, path, number);
  await choose(park, 'token');
  await park.page.getByTestId('sign-command').waitFor();
  await theatre.photograph(park, '05-token-command');
  await remotely(theatre, park, facts.pin);
  await readUntil(park, path, ({ archive }) => archive?.level === 'B-LTA');
}

async function choose({ page }, place) {
  const step = page.getByTestId('key-step');
  if (!(await step.evaluate(({ open }) => open))) await step.locator('summary').click();
  await page.getByTestId(`key-${place}`).check({ force: true });
}

/** The firm's authority certifies the request that the browser gives. */
async function certify(theatre, person, ca) {
  const { page } = person;
  await choose(person, 'browser');
  await page.getByTestId('key-make').click();
  await page.getByTestId('key-request').waitFor();
  await theatre.photograph(person, '02-own-key-made');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('key-request').click()]);
  const request = join(theatre.output, 'request.csr');
  await download.saveAs(request);
  const certificate = join(theatre.output, 'certificate.pem');
  execFileSync('openssl', [
    'x509', '-req', '-in', request, '-CA', join(ca, 'ca.pem'), '-CAkey', join(ca, 'ca.key'), '-set_serial', '4097',
    '-extfile', join(ca, 'person.ext'), '-days', '30', '-sha256', '-out', certificate,
  ]);
  await page.getByTestId('key-certificate-file').setInputFiles(join(ca, 'ca.pem'));
  await page.getByText(person.say('signing-key-other-certificate')).waitFor();
  await page.getByTestId('key-certificate-file').setInputFiles({
    name: 'certificate.pem',
    mimeType: 'application/x-pem-file',
    buffer: readFileSync(certificate),
  });
  await page.getByTestId('key-certificate').waitFor();
  await theatre.photograph(person, '03-own-key-certified');
}

/** Finds its key at a signing service, authorises a signature with it, and releases it by the PIN, at the second try. */
async function remotely(theatre, person, pin) {
  const { page, say } = person;
  await choose(person, 'remote');
  await page.getByTestId('key-user').fill('nobody');
  await page.getByTestId('key-find').click();
  await page.getByText(say('signing-key-none')).waitFor();
  await page.getByTestId('key-user').fill('eva');
  await page.getByTestId('key-find').click();
  await page.getByTestId('key-credential').waitFor();
  await theatre.photograph(person, '06-remote-found');
  await page.getByTestId('key-credential').check({ force: true });
  await page.getByTestId('key-certificate').waitFor();
  await confirm(person);
  await page.getByTestId('key-release').waitFor();
  await page.getByTestId('key-answer-PIN').fill('000000');
  await page.getByTestId('key-sign').click();
  await page.getByText(say('error-key-not-released')).waitFor();
  await theatre.photograph(person, '07-remote-not-released');
  await page.getByTestId('key-answer-PIN').fill(pin);
  await page.getByTestId('key-sign').click();
  await page.getByTestId('signing-receipt').waitFor();
  await theatre.photograph(person, '08-remote-signed');
}

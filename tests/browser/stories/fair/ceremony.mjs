// The ceremony: the act is prepared and announced, both sign at once with their passkeys, the total rises.
import { post, read, readUntil } from '../../asking.mjs';
import { moving } from '../../video.mjs';
import { words } from '../../words.mjs';

const say = words('zh');

export async function ceremony({ theatre, cast, item, project, agreement }) {
  const { host, officer, principal, leader, viewer } = cast;
  const { id, act } = await nominate({ cast, item, project, agreement });
  await viewer.page.goto(`/ceremonies/${id}`);
  await host.page.goto(`/ceremonies/${id}/console`);
  await leader.page.goto(`/ceremonies/${id}`);
  await announce({ host, act, id });
  await post(host, `/items/${item.id}/recording`, { on: true });
  await Promise.all([
    prepare(theatre, officer, id, () => byCode(theatre, officer, agreement)),
    prepare(theatre, principal, id, () => onCamera(theatre, host, principal, agreement)),
  ]);
  await onStage(leader.page, 'announced');
  for (const site of [0, 1]) await moving(leader.page, `section[data-testid="site"] >> nth=${site} >> video`);
  await theatre.photograph(leader, '08-ceremony-announced');
  await lights(viewer.page, 'ready');
  await theatre.photograph(viewer, '08-audience-phone');
  await theatre.photograph(host, '08-console');
  await nextStep(host.page, say('console-step-signing').slice(0, 2));
  await onStage(leader.page, 'signing');
  await Promise.all([officer, principal].map((person) => sign(theatre, person)));
  for (const { page } of [leader, viewer]) {
    await page.getByTestId('act-signed').waitFor();
    await lights(page, 'signed');
  }
  const signed = await readUntil(leader, `/agreements/${agreement.id}`, ({ state }) => state === 'signed');
  await readUntil(leader, `/ceremonies/${id}`, ({ acts }) => acts.find((one) => one.id === act).state === 'signed');
  await post(host, `/items/${item.id}/recording`, { on: false });
  for (const { page } of [leader, viewer]) {
    await page.locator(`[data-testid="act-pages"][data-drawn="${signed.signed_document}"]`).waitFor();
  }
  await theatre.settled(leader);
  await theatre.photograph(leader, '11-ceremony-signed');
  await theatre.photograph(viewer, '11-audience-phone', { fullPage: true });
  return signed;
}

/** The act goes through its checks: the host nominates, the leader approves, the host rehearses. */
async function nominate({ cast, item, project, agreement }) {
  const { host, leader } = cast;
  const { id } = (await read(host, `/ceremonies?item=${item.id}`)).items[0];
  const sites = [
    { zh: '张家口', en: 'Zhangjiakou' },
    { zh: '布拉格', en: 'Prague' },
  ];
  const made = await post(host, `/ceremonies/${id}/acts`, { title: project.title, sites, agreements: [agreement.id], pages_shown: true });
  const act = made.acts.at(-1).id;
  await post(host, `/acts/${act}/transition`, { to: 'dedup_checked' });
  await post(leader, `/acts/${act}/transition`, { to: 'approved' });
  await post(host, `/acts/${act}/transition`, { to: 'rehearsed' });
  return { id, act };
}

/** The officiant goes live and announces the act, each by the console's one big button. */
async function announce({ host, act, id }) {
  await nextStep(host.page, say('console-go-live'));
  await nextStep(host.page);
  await readUntil(host, `/ceremonies/${id}`, ({ acts }) => acts.find((one) => one.id === act).state === 'announced');
}

async function nextStep(page, label) {
  const button = page.getByTestId('next-step').filter(label ? { hasText: label } : {});
  await button.click();
}

async function onStage(page, state) {
  await page.locator(`[data-testid="act-title"][data-state="${state}"]`).waitFor();
}

/** Both signatories' lights are at `state`. */
async function lights(page, state) {
  await page.locator(`[data-testid="light"][data-light="${state}"] >> nth=1`).waitFor();
}

/** A signatory opens the camera, reads every page, consents, shows who it is and reports ready. */
async function prepare(theatre, person, id, identify) {
  const { page } = person;
  await page.goto(`/ceremonies/${id}/sign`);
  await page.getByRole('button', { name: say('rooms-camera-start') }).click();
  await page.getByTestId('document-page').first().waitFor();
  for (const [nth, sheet] of (await page.getByTestId('document-page').all()).entries()) {
    await sheet.scrollIntoViewIfNeeded();
    await page.locator(`[data-testid="document-page"][data-drawn="true"] >> nth=${nth}`).waitFor();
    await sheet.locator(':scope > :last-child').scrollIntoViewIfNeeded();
  }
  await page.locator('[data-testid="pages-shown"][data-done="true"]').waitFor();
  await page.getByTestId('consent').check();
  await theatre.photograph(person, `09-${person.name}-consents`);
  await page.getByTestId('gate').filter({ hasText: say('signing-gate-identify') }).waitFor();
  await identify();
  await page.locator('[data-testid="identity"][data-done="true"]').waitFor();
  await theatre.photograph(person, `09-${person.name}-identified`);
  await page.getByTestId('ready').click();
}

/** By the code that the outbox shows; a wrong one before it opens nothing. */
async function byCode(theatre, person, agreement) {
  const { page } = person;
  await page.getByTestId('send-code').click();
  const right = await codeOf(person, agreement);
  await typeCode(page, right === '000000' ? '111111' : '000000');
  await page.getByText(say('error-code-wrong')).waitFor();
  await theatre.photograph(person, `09-${person.name}-code`);
  await typeCode(page, right);
}

async function typeCode(page, code) {
  await page.getByTestId('code').fill(code);
  await page.getByTestId('confirm-code').click();
}

/** The code of the newest letter to a signatory of the agreement. */
async function codeOf(person, { number }) {
  const code = ({ items }) => {
    const letter = items.find(({ subject }) => subject === say('mail-signing-code-subject', { number }));
    return letter && /\b\d{6}\b/.exec(letter.text)?.[0];
  };
  return code(await readUntil(person, '/outbox', code));
}

/** The host reads the recital, sees the signatory on camera and hears that it signs of its own will, and says so. */
async function onCamera(theatre, host, person, agreement) {
  await host.page.getByTestId('read-recital').click();
  await host.page.locator('[data-testid="recital"][data-read="true"]').waitFor();
  const entry = host.page.locator(`[data-testid="identity-of"][data-person="${person.id}"]`);
  await entry.getByTestId('confirm-identity').click();
  await host.page.getByText(say('identity-ask-note')).waitFor();
  await theatre.photograph(host, '09-console-identity');
  await host.page.getByRole('dialog').getByRole('button', { name: say('identity-confirm') }).click();
  await host.page.locator(`[data-testid="identity-of"][data-person="${person.id}"][data-confirmed="true"]`).waitFor();
  await entry.getByTestId('hear-will').click();
  await theatre.photograph(host, '09-console-will');
  await host.page.getByRole('dialog').getByRole('button', { name: say('will-heard') }).click();
  await readUntil(host, `/agreements/${agreement.id}`, ({ signatories }) => signatories.some((one) => one.person === person.id && one.will));
}

/** The signatory makes a passkey, writes the name by hand and signs. */
async function sign(theatre, person) {
  const { page } = person;
  await page.getByTestId('make-passkey').click();
  await page.getByTestId('sign-with-passkey').waitFor();
  await write(page);
  await theatre.photograph(person, `10-${person.name}-signs`);
  await page.getByTestId('sign-with-passkey').click();
  await page.getByTestId('signing-receipt').waitFor();
  await theatre.photograph(person, `10-${person.name}-receipt`);
}

async function write(page) {
  const pad = page.getByRole('img', { name: say('signing-pad') });
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  for (const [from, ...way] of STROKES) {
    await page.mouse.move(...at(...from));
    await page.mouse.down();
    for (const point of way) await page.mouse.move(...at(...point), { steps: 4 });
    await page.mouse.up();
  }
}

/** A hand's swing, as shares of the pad. */
const STROKES = [
  [[0.12, 0.3], [0.3, 0.28], [0.16, 0.72], [0.34, 0.68]],
  [[0.42, 0.5], [0.5, 0.35], [0.54, 0.66], [0.62, 0.4], [0.66, 0.64]],
  [[0.72, 0.3], [0.82, 0.34], [0.76, 0.7], [0.9, 0.6]],
];

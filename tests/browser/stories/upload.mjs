// A firm proposes its own PDF as the text: it sees what is left behind, places who signs by hand and by keyboard, both
// sides approve, and what is frozen has the places where they were put.
import { post, read, readUntil } from '../asking.mjs';
import { seat } from '../cast.mjs';

/** facts: { pdf }: a file with things that must not be signed. */
export default async function play({ theatre, facts }) {
  const cast = await seat(theatre, {
    firm: { mailbox: 'dvorak', locale: 'en-GB' },
    park: { mailbox: 'zhao-min' },
  });
  const { firm, park } = cast;
  const path = `/agreements/${(await drafted(firm, park)).id}`;
  await propose(firm, path, facts.pdf);
  const { upload } = (await read(firm, path)).versions.at(-1);
  if (!(upload.removed.embedded_file > 0)) throw new Error(`nothing was removed: ${JSON.stringify(upload)}`);
  for (const person of [firm, park]) await approve(person, path);
  const { frozen } = await readUntil(firm, path, ({ frozen }) => frozen !== null);
  return { frozen, upload };
}

/** An agreement of both with one clause, which the PDF is to replace. */
async function drafted(firm, park) {
  const { items } = await read(firm, '/projects?per_page=200');
  const project = items.find(({ owner }) => owner === firm.organisation);
  const text = { zh: '正文', en: 'Text' };
  const signatories = [firm, park].map(({ id, organisation }) => ({
    id: crypto.randomUUID(),
    person: id,
    organisation,
    capacity: { zh: '代表', en: 'Representative' },
  }));
  return post(firm, '/agreements', {
    fair: project.fair, project: project.id, number: 'UP-7', kind: 'intent', title: { zh: '意向书', en: 'Letter of intent' },
    languages: ['zh', 'en'], parties: [firm.organisation, park.organisation], signatories, amount: null,
    clauses: [{ heading: text, body: text }],
  });
}

async function propose({ page, say }, path, pdf) {
  await page.goto(path);
  await page.getByRole('button', { name: say('upload-own-pdf') }).click();
  await page.locator('input[type="file"]').setInputFiles(pdf);
  await page.getByText(say('upload-removed')).waitFor();
  const boxes = page.getByTestId('field-box');
  await boxes.nth(1).waitFor();
  await movedUp(boxes.nth(0), async ({ x, y }) => {
    await page.mouse.move(x + 20, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 40, y - 60, { steps: 4 });
    await page.mouse.up();
  });
  await movedUp(boxes.nth(1), async () => {
    await boxes.nth(1).focus();
    await page.keyboard.press('Shift+ArrowUp');
  });
  await page.getByRole('button', { name: say('upload-propose') }).click();
  await page.getByText(say('upload-is-text')).waitFor();
}

async function movedUp(box, move) {
  await box.scrollIntoViewIfNeeded();
  const before = await box.boundingBox();
  await move(before);
  const after = await box.boundingBox();
  if (!(after.y < before.y - 5)) throw new Error(`the place did not move up: ${before.y} → ${after.y}`);
}

async function approve({ page, say }, path) {
  await page.goto(path);
  await page.getByText(say('upload-is-text')).waitFor();
  await page.getByRole('button', { name: say('agreement-approve'), exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: say('agreement-approve') }).click();
  await page.getByText(say('agreement-approved-done')).first().waitFor();
}

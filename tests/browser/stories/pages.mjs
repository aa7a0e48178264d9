// Every page, in both languages and on both screens: it appears, in the right language, whole
// (nothing reaches over the screen's edge), with every text translated and nothing thrown.
import { DESKTOP, PHONE } from '../theatre.mjs';

const LANGUAGES = [
  { code: 'zh', locale: 'zh-CN' },
  { code: 'en', locale: 'en-GB' },
];
const SCREENS = { desktop: DESKTOP, phone: PHONE };

/** facts: { visits }: who, and names beside paths: `{ name, person_id, pages }`; without a person, a visitor. */
export default async function play({ theatre, facts }) {
  const faults = [];
  for (const { code, locale } of LANGUAGES) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      const name = `${code}-${screen}`;
      for (const { name: who, person_id, pages } of facts.visits) {
        const options = { name: `${who}-${name}`, locale, viewport };
        const person = person_id ? await theatre.demoPerson(person_id, options) : await theatre.person(options.name, options);
        await visit(theatre, person, pages, { code, name, faults });
        await person.context.close();
      }
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

async function visit(theatre, person, pages, { code, name, faults }) {
  for (const [title, path] of Object.entries(pages)) {
    await person.page.goto(path);
    await person.page.locator('h1, h2, main').first().waitFor();
    await theatre.settled(person);
    await theatre.photograph(person, `${title}-${name}`, { fullPage: true });
    const seen = await person.page.evaluate(look);
    const fault = (what) => faults.push(`${title} ${name}: ${what}`);
    if (!seen.lang.startsWith(code)) fault(`is in ${seen.lang}`);
    if (seen.overflow > 0) fault(`is ${seen.overflow} px wider than the screen: ${seen.widest}`);
    if (seen.untranslated.length > 0) fault(`says ${seen.untranslated.join(', ')}`);
    if (seen.length < 20) fault('is empty');
  }
}

/** Runs in the page. */
function look() {
  const root = document.documentElement;
  const text = document.body.innerText;
  const overflow = root.scrollWidth - root.clientWidth;
  const beyond = [...document.body.querySelectorAll('*')].find(
    (element) => overflow > 0 && element.getBoundingClientRect().right > root.clientWidth + 1,
  );
  return {
    lang: root.lang,
    length: text.length,
    overflow,
    widest: beyond ? `${beyond.tagName} ${beyond.className}` : '',
    // A missing Fluent message shows as its own key in braces.
    untranslated: [...text.matchAll(/\{\s*\$?[a-z][a-z0-9-]*\s*\}/g)].map((match) => match[0]),
  };
}

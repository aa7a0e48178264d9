// The sample fair's people and programme, as stories meet them.
import { read } from './asking.mjs';
import { tapWires } from './wires.mjs';
import { words } from './words.mjs';

/** Everybody whom the demonstration offers to sign in as. */
export async function demoPeople({ url }) {
  const reply = await fetch(new URL('/api/v1/sign-in/demo', url));
  if (!reply.ok) throw new Error(`nobody to sign in as: ${reply.status}`);
  const { items } = await reply.json();
  const find = (mailbox) => items.find(({ email }) => email.startsWith(`${mailbox}@`));
  return { items, find };
}

/**
 * Seats people before a page each, signed in. `roles`: what a story calls them → `{ mailbox, locale }`, and whatever
 * else their screen needs. Each then has `id`, `organisation`, `say` (the app's words) and `called` (the name by
 * which rooms know them, which is the one in their own language).
 */
export async function seat(theatre, roles) {
  const people = await demoPeople(theatre);
  const cast = {};
  for (const [name, { mailbox, locale = 'zh-CN', ...screen }] of Object.entries(roles)) {
    const known = people.find(mailbox);
    const person = await theatre.demoPerson(known.person_id, { name, locale, passkeys: false, ...screen });
    await tapWires(person);
    const language = locale.slice(0, 2);
    const { person_id: id, organisation_id: organisation } = known;
    cast[name] = Object.assign(person, { id, organisation, say: words(language), called: known.name[language] });
  }
  return cast;
}

/** The fair, its programme, and one item of it with the way to its hall. */
export async function programme(person, wanted = 'R1') {
  const fair = (await read(person, '/fairs')).items[0];
  const { items } = await read(person, `/fairs/${fair.id}/items?per_page=100`);
  const item = items.find(({ code }) => code === wanted);
  return { fair, items, item, hall: `/items/${item.id}/hall` };
}

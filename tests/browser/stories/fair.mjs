// The whole path in a real browser: pitch → interest → talk → agreement → ceremony → signed PDF → figures.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, readBytes } from '../asking.mjs';
import { ceremony } from './fair/ceremony.mjs';
import { hall } from './fair/hall.mjs';
import { AMOUNT_CNY, talk } from './fair/talk.mjs';
import { PHONE } from '../theatre.mjs';

/** facts: none. Returns what must still be there after the server was killed. */
export default async function play({ theatre }) {
  const cast = await seat(theatre);
  const fair = (await read(cast.host, '/fairs')).items[0];
  const items = (await read(cast.host, `/fairs/${fair.id}/items?per_page=100`)).items;
  const item = (code) => items.find((one) => one.code === code);
  const before = await totals(cast.leader, fair);

  const stage = { theatre, cast, fair };
  const { project, interest } = await hall({ ...stage, item: item('R1') });
  const { meeting, agreement } = await talk({ ...stage, project, interest });
  const signed = await ceremony({ ...stage, item: item('C0'), project, agreement });

  const after = await totals(cast.leader, fair);
  if (after.contracts.count !== before.contracts.count + 1) {
    throw new Error(`contracts: ${before.contracts.count} before, ${after.contracts.count} after`);
  }
  const rise = fen(after) - fen(before);
  if (rise !== AMOUNT_CNY * 100) throw new Error(`the total rose by ${rise} fen`);
  const { stage: reached } = await read(cast.leader, `/projects/${project.id}`);
  if (reached !== 'signed') throw new Error(`the project is at ${reached}`);
  await figures(theatre, cast.leader);
  const document = join(theatre.output, 'signed.pdf');
  writeFileSync(document, await readBytes(cast.officer, `/agreements/${agreement.id}/document`));
  return {
    document,
    signed_document: signed.signed_document,
    fair: fair.id,
    project: project.id,
    interest: interest.id,
    meeting: meeting.id,
    agreement: agreement.id,
    brochure: interest.attachments[0].digest,
    totals: after,
  };
}

/** Seats everyone: the agent by the sign-in page's one click, the others by the same request. */
async function seat(theatre) {
  const agent = await theatre.person('agent');
  await agent.page.goto('/sign-in');
  const people = (await read(agent, '/sign-in/demo')).items;
  const find = (mailbox) => people.find(({ email }) => email.startsWith(`${mailbox}@`));
  const novak = find('novak');
  await theatre.settled(agent);
  await theatre.photograph(agent, '01-sign-in');
  await agent.page.getByRole('button', { name: novak.name.zh }).click();
  await agent.page.waitForURL((url) => url.pathname === '/');
  const demo = async (name, mailbox, options = {}) => {
    const { person_id, organisation_id } = find(mailbox);
    const person = await theatre.demoPerson(person_id, { name, ...options });
    await person.page.goto('/');
    return Object.assign(person, { id: person_id, organisation: organisation_id });
  };
  Object.assign(agent, { id: novak.person_id, organisation: novak.organisation_id });
  return {
    agent,
    host: await demo('host', 'wang-fang'),
    officer: await demo('officer', 'zhao-min'),
    principal: await demo('principal', 'dvorak'),
    leader: await demo('leader', 'li-wei'),
    viewer: await demo('viewer', 'gao-yun', { locale: 'en-GB', viewport: PHONE }),
  };
}

async function totals(person, fair) {
  return (await read(person, `/fairs/${fair.id}/figures?by=city`)).totals;
}

function fen({ contracts }) {
  return contracts.sums.find(({ currency }) => currency === 'CNY')?.minor ?? 0;
}

async function figures(theatre, person) {
  await person.page.goto('/figures');
  await person.page.getByRole('radio').first().waitFor();
  await theatre.settled(person);
  await theatre.photograph(person, '12-figures');
}

// The whole path in a real browser: pitch → interest → talk → agreement → ceremony → signed PDF → figures.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, readBytes, readUntil } from '../asking.mjs';
import { demoPeople, programme, seat } from '../cast.mjs';
import { ceremony } from './fair/ceremony.mjs';
import { hall } from './fair/hall.mjs';
import { AMOUNT_CNY, talk } from './fair/talk.mjs';
import { PHONE } from '../theatre.mjs';

/** facts: none. Returns what must still be there after the server was killed. */
export default async function play({ theatre }) {
  const cast = { agent: await signIn(theatre), ...(await seat(theatre, ROLES)) };
  const { fair, items } = await programme(cast.host);
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
  await readUntil(cast.officer, `/agreements/${agreement.id}`, ({ archive }) => archive?.level === 'B-LTA');
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

/** The agent comes by the sign-in page's one click. */
async function signIn(theatre) {
  const { person_id: id, organisation_id: organisation, name } = (await demoPeople(theatre)).find('novak');
  const agent = await theatre.person('agent');
  await agent.page.goto('/sign-in');
  await theatre.settled(agent);
  await theatre.photograph(agent, '01-sign-in');
  await agent.page.getByRole('button', { name: name.zh }).click();
  await agent.page.waitForURL((url) => url.pathname === '/');
  return Object.assign(agent, { id, organisation });
}

/** The others come by the same request. */
const ROLES = {
  host: { mailbox: 'wang-fang', passkeys: true },
  officer: { mailbox: 'zhao-min', passkeys: true },
  principal: { mailbox: 'dvorak', passkeys: true },
  leader: { mailbox: 'li-wei', passkeys: true },
  viewer: { mailbox: 'gao-yun', locale: 'en-GB', viewport: PHONE, passkeys: true },
};

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

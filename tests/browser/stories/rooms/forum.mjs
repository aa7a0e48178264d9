// What is said beside the stage: a question that another wants answered too, a poll with its result, and words
// between two people that the host never sees.
import { counts, pick, tab } from './seen.mjs';

const region = ({ page, say }, key) => page.getByRole('region', { name: say(key) });

/** The viewer asks, the officer wants it answered too, the host answers in writing, both read it. */
export async function questions({ theatre, cast }) {
  const { host, viewer, officer } = cast;
  for (const person of [host, viewer, officer]) await tab(person, 'questions-tab');
  await viewer.page.getByRole('textbox', { name: viewer.say('questions-ask') }).fill(QUESTION);
  await viewer.page.getByRole('button', { name: viewer.say('questions-send'), exact: true }).click();
  const asked = (person) => region(person, 'questions-title').getByRole('listitem').filter({ hasText: QUESTION });
  for (const person of [host, viewer, officer]) await counts(asked(person), 1);

  await asked(officer).getByRole('button', { name: officer.say('questions-vote-label', { count: 0 }) }).click();
  for (const person of [host, viewer, officer]) {
    await asked(person).getByRole('button', { name: person.say('questions-vote-label', { count: 1 }) }).waitFor();
  }
  const again = asked(officer).getByRole('button', { name: officer.say('questions-vote-label', { count: 1 }) });
  await again.and(officer.page.locator('[aria-disabled=true]')).waitFor();

  await asked(host).getByRole('button', { name: host.say('questions-answer-text') }).click();
  await asked(host).getByRole('textbox').fill(ANSWER);
  await asked(host).getByRole('button', { name: host.say('questions-answer-send') }).click();
  for (const person of [viewer, officer]) {
    await asked(person).getByText(ANSWER).waitFor();
    await asked(person).getByText(person.say('questions-state-answered'), { exact: true }).waitFor();
  }
  for (const person of [host, officer]) await theatre.photograph(person, `01-question-${person.name}`);
}

/** The host asks the room; two vote, once each; the result is seen when the host shows it, and stays when it closes. */
export async function poll({ theatre, cast }) {
  const { host, viewer, officer } = cast;
  await tab(host, 'polls-tab');
  await host.page.getByRole('button', { name: host.say('polls-new') }).click();
  await host.page.getByRole('textbox', { name: host.say('polls-question') }).fill(POLL);
  for (const [index, text] of OPTIONS.entries()) {
    await host.page.getByRole('textbox', { name: host.say('polls-option', { number: index + 1 }) }).fill(text);
  }
  await host.page.getByRole('button', { name: host.say('polls-open') }).click();

  const asked = (person) => region(person, 'polls-title').getByRole('listitem').filter({ hasText: POLL });
  for (const person of [viewer, officer]) {
    await tab(person, 'polls-tab');
    await asked(person).getByRole('radio', { name: OPTIONS[0] }).check();
    await asked(person).getByRole('button', { name: person.say('polls-vote') }).click();
    await asked(person).getByText(person.say('polls-voted')).waitFor();
    if (await asked(person).getByRole('table').count()) throw new Error('the result is seen before the host shows it');
  }
  await asked(host).getByRole('row', { name: `${OPTIONS[0]} 100% 2` }).waitFor();
  await asked(host).getByRole('button', { name: host.say('polls-show') }).click();
  await asked(host).getByRole('button', { name: host.say('polls-close') }).click();
  for (const person of [viewer, officer]) {
    await asked(person).getByText(person.say('polls-closed')).waitFor();
    await asked(person).getByRole('row').filter({ hasText: OPTIONS[0] }).filter({ hasText: '100%' }).waitFor();
  }
  for (const person of [host, officer]) await theatre.photograph(person, `01-poll-${person.name}`);
}

/** The officer asks the agent for private words; they flow once the agent accepts, and the host reads none of them. */
export async function talk({ theatre, cast }) {
  const { host, presenter, officer } = cast;
  await tab(officer, 'rooms-people');
  await pick(officer, presenter.called, 'talks-ask');
  await tab(presenter, 'talks-tab');
  const invitation = region(presenter, 'talks-title').getByRole('listitem').filter({ hasText: officer.called });
  await invitation.getByRole('button', { name: presenter.say('talks-accept'), exact: true }).click();
  await say(presenter, officer, DISCREET);

  await tab(officer, 'talks-tab');
  await officer.page.getByRole('button', { name: officer.say('talks-open-with', { name: presenter.called }) }).click();
  const thread = (person) => person.page.getByRole('log');
  await counts(thread(officer).getByText(DISCREET, { exact: true }), 1);
  await say(officer, presenter, REPLY);
  await counts(thread(presenter).getByText(REPLY, { exact: true }), 1);
  for (const person of [presenter, officer]) await theatre.photograph(person, `01-talk-${person.name}`);

  // What the two wrote went to nobody else's page, on any tab of it.
  for (const key of ['rooms-chat', 'questions-tab', 'talks-tab']) {
    await tab(host, key);
    for (const text of [DISCREET, REPLY]) {
      if (await host.page.getByText(text).count()) throw new Error('the host reads private words');
    }
  }
  for (const person of Object.values(cast)) await tab(person, 'rooms-chat');
}

async function say({ page, say }, other, text) {
  await page.getByRole('textbox', { name: say('talks-write', { name: other.called }) }).fill(text);
  await page.getByRole('button', { name: say('rooms-chat-send') }).click();
}

const QUESTION = '膜组件的使用寿命有多长？';
const ANSWER = '设计寿命为十年。';
const POLL = '您希望何时实地考察？';
const OPTIONS = ['本月', '下月'];
const DISCREET = 'Our floor is forty million; please keep this between us.';
const REPLY = 'Understood. Let us talk after the session.';

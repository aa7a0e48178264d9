// The host's rules for the chat: off, slowly, one person kept from it, and a line taken out.
import { choose, line, pick, tab, write } from './seen.mjs';

export async function chatRules({ theatre, cast }) {
  const { host, officer, viewer } = cast;
  for (const person of [host, officer, viewer]) await tab(person, 'rooms-chat');
  const everyone = host.page.getByRole('switch', { name: host.say('chat-rule-on') });
  await everyone.click();
  for (const person of [officer, viewer]) await person.page.getByText(person.say('chat-is-off')).waitFor();
  await theatre.photograph(viewer, '12-chat-off');
  await everyone.click();

  await choose(host, 'chat-rule-slow', host.say('chat-slow', { seconds: 60 }));
  await officer.page.getByText(officer.say('chat-is-slow', { seconds: 60 })).waitFor();
  await write(officer, RASH);
  await officer.page.getByRole('textbox', { name: officer.say('rooms-chat-write') }).fill(RASH);
  await officer.page.getByText(/^\d+ 秒$/).waitFor();
  await theatre.photograph(officer, '12-chat-slow');

  await line(viewer, RASH).waitFor();
  await line(host, RASH).hover();
  await host.page.getByRole('button', { name: host.say('chat-delete', { name: officer.called }) }).click();
  for (const person of [host, officer, viewer]) await line(person, RASH).waitFor({ state: 'detached' });

  await tab(host, 'rooms-people');
  await pick(host, officer.called, 'people-chat-mute');
  await officer.page.getByText(officer.say('chat-is-muted')).waitFor();
  await pick(host, officer.called, 'people-chat-unmute');
  await officer.page.getByText(officer.say('chat-is-muted')).waitFor({ state: 'detached' });
  await tab(host, 'rooms-chat');
  await choose(host, 'chat-rule-slow', host.say('chat-slow-none'));
  await officer.page.getByText(officer.say('chat-is-slow', { seconds: 60 })).waitFor({ state: 'detached' });
}

const RASH = '这句话发错了。';

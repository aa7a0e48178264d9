// The web app's own words, so that a story finds a button by what is written on it.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LOCALES = fileURLToPath(new URL('../../web/locales/', import.meta.url));

/** Gives a function from a message's key to its text in `language`; `values` fill its places. */
export function words(language) {
  const messages = new Map();
  for (const file of readdirSync(`${LOCALES}${language}`)) {
    const text = readFileSync(`${LOCALES}${language}/${file}`, 'utf8');
    for (const [, key, value] of text.matchAll(/^([a-z][\w-]*) = (.+)$/gm)) messages.set(key, value);
  }
  return (key, values = {}) => {
    const message = messages.get(key);
    if (message === undefined) throw new Error(`no message ${key} in ${language}`);
    return message.replace(/\{\s*\$(\w+)\s*\}/g, (_, name) => values[name]);
  };
}

// Debian's Firefox, driven over WebDriver BiDi: Playwright drives only a Firefox of its own making. A person in it has
// as much of Playwright's page as the stories' ways to look at media use.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { post } from './asking.mjs';
import { words } from './words.mjs';

const BROWSERS = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  'intl.accept_languages': 'en-GB, en',
};

const PATIENCE_MS = 90_000;
const SCREEN = { width: 1440, height: 900 };

export class Firefox {
  /** Starts the browser beside the theatre's. */
  static async open(theatre) {
    const executablePath = process.env.FIREFOX ?? BROWSERS.find(existsSync);
    if (!executablePath) throw new Error('no Firefox: run tests/setup.sh');
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      defaultViewport: SCREEN,
      extraPrefsFirefox: PREFERENCES,
      timeout: PATIENCE_MS,
      protocolTimeout: PATIENCE_MS,
    });
    return new Firefox(browser, theatre);
  }

  constructor(browser, theatre) {
    this.browser = browser;
    this.theatre = theatre;
    this.people = [];
  }

  version() {
    return this.browser.version();
  }

  /** Seats a demo person, signed in through the API. */
  async demoPerson(personId, name) {
    const tab = await this.browser.newPage();
    tab.setDefaultTimeout(PATIENCE_MS);
    tab.on('pageerror', (error) => this.theatre.errors.push(`${name}: ${error.message}`));
    const page = new Page(tab, this.theatre.url);
    // Firefox has one context here: whoever sits in it is alone.
    const context = { addInitScript: (script) => tab.evaluateOnNewDocument(script) };
    const person = { name, page, context, say: words('en') };
    // What the page asks as a stranger must not be answered after the sign-in.
    await tab.goto(new URL('/sign-in', this.theatre.url).href, { waitUntil: 'networkidle0' });
    await post(person, '/sign-in/demo', { person_id: personId });
    this.people.push(person);
    return person;
  }

  async photograph(person, name) {
    await person.page.tab.screenshot({ path: join(this.theatre.output, `${name}.png`) });
  }

  async photographAll(prefix) {
    for (const person of this.people) await this.photograph(person, `${prefix}-${person.name}`).catch(() => {});
  }

  async close() {
    await this.browser.close();
  }
}

class Page {
  constructor(tab, base) {
    this.tab = tab;
    this.base = base;
  }

  url() {
    return this.tab.url();
  }

  async goto(path) {
    await this.tab.goto(new URL(path, this.base).href, { waitUntil: 'load' });
  }

  evaluate(work, facts) {
    return this.tab.evaluate(work, facts);
  }

  locator(selector) {
    const { tab } = this;
    const found = {
      first: () => found,
      waitFor: () => tab.waitForSelector(selector),
      evaluate: (work) => tab.$eval(selector, work),
    };
    return found;
  }

  /** Presses the button that is called so. */
  async press(name) {
    const button = await this.tab.waitForSelector(`::-p-aria([name="${name}"][role="button"])`);
    await button.evaluate((found) => found.click());
  }
}

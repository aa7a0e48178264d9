// One Chromium with several people in it, each in a browser context of their own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
];

/** Pictures a second of everybody's camera, unless a story needs more: two cores encode, decode and draw them all. */
const FPS = 8;

/** How long a page may keep a story waiting; the machine may be building beside us. */
const PATIENCE_MS = 90_000;

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export class Theatre {
  /** Starts the browser; `url` is the server's, screenshots go to `output`, cameras give `fps` pictures a second. */
  static async open({ url, output, fps = FPS }) {
    const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync);
    if (!executablePath) throw new Error('no Chromium: run tests/setup.sh');
    const browser = await chromium.launch({ executablePath, headless: true, args: [...FLAGS, `--use-fake-device-for-media-stream=fps=${fps}`] });
    return new Theatre(browser, url, output);
  }

  constructor(browser, url, output) {
    this.browser = browser;
    this.url = url;
    this.output = output;
    this.people = [];
    this.errors = [];
  }

  /**
   * Seats a person: a page with cookies, language and screen of their own.
   * With `passkeys` a virtual authenticator answers every WebAuthn question.
   */
  async person(name, { locale = 'zh-CN', viewport = DESKTOP, passkeys = true, ...more } = {}) {
    const context = await this.browser.newContext({
      locale,
      viewport,
      baseURL: this.url,
      permissions: ['camera', 'microphone'],
      ...more,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.errors.push(`${name}: ${error.message}`));
    page.on('request', (request) => this.refuseStrangers(name, request.url()));
    const person = { name, context, page };
    if (passkeys) person.authenticator = await addAuthenticator(context, page);
    this.people.push(person);
    return person;
  }

  /** Seats a demo person, signed in through the API. */
  async demoPerson(personId, options = {}) {
    const person = await this.person(options.name ?? personId, options);
    const reply = await person.context.request.post('/api/v1/sign-in/demo', {
      headers: { 'idempotency-key': crypto.randomUUID() },
      data: { person_id: personId },
    });
    if (!reply.ok()) throw new Error(`no demo sign-in: ${reply.status()} ${await reply.text()}`);
    return person;
  }

  /** Takes a picture of what the person sees. */
  async photograph(person, name, options = {}) {
    await person.page.screenshot({ path: join(this.output, `${name}.png`), ...options });
  }

  /** Waits until the page has what it asked for and stands still. */
  async settled(person) {
    await person.page.waitForLoadState('load');
    await person.page.waitForFunction(() => document.fonts.status === 'loaded');
    await person.page.waitForFunction(
      () => !document.querySelector('.ant-spin-spinning, .ant-skeleton-active, [aria-busy="true"]'),
    );
  }

  async photographAll(prefix) {
    for (const person of this.people) {
      if (!person.page.isClosed()) {
        await this.photograph(person, `${prefix}-${person.name}`).catch(() => {});
      }
    }
  }

  /** Fails when a page threw, or asked any other host for anything. */
  assertNoErrors() {
    if (this.errors.length > 0) throw new Error(this.errors.join('\n'));
  }

  async close() {
    await this.browser.close();
  }

  refuseStrangers(name, url) {
    const { protocol, origin } = new URL(url);
    const own = new URL(this.url).origin;
    if (['http:', 'https:'].includes(protocol) && origin !== own) {
      this.errors.push(`${name}: asked a stranger: ${url}`);
    }
  }
}

/** A passkey device that is always there and always says yes. */
async function addAuthenticator(context, page) {
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { devtools, authenticatorId };
}

// A person registers a passkey, signs out, comes back with it alone, and removes it; without it the way is shut.

/** facts: { person_id }. */
export default async function play({ theatre, facts }) {
  const person = await theatre.demoPerson(facts.person_id, { name: 'owner' });
  const { page } = person;
  await page.goto('/api/docs/');

  const made = await page.evaluate(register, 'Phone');
  equal(made.status, 201, made);
  equal((await page.evaluate(ask, ['GET', '/passkeys'])).body.items[0].label, 'Phone');
  const twice = await page.evaluate(register, 'Phone again').catch((error) => error.message);
  if (!/InvalidState/.test(JSON.stringify(twice))) throw new Error(`the same device twice: ${JSON.stringify(twice)}`);

  equal((await page.evaluate(ask, ['POST', '/sign-out'])).status, 204);
  equal((await page.evaluate(ask, ['GET', '/session'])).status, 401);
  const entered = await page.evaluate(enter);
  equal(entered.finished.status, 204, entered);
  const session = await page.evaluate(ask, ['GET', '/session']);
  equal(session.body.person.id, facts.person_id);
  const again = await page.evaluate(ask, ['POST', '/sign-in/passkey/finish', entered.answer]);
  equal(again.body.code, 'ceremony-over', again);

  const { items } = (await page.evaluate(ask, ['GET', '/passkeys'])).body;
  if (!items[0].last_used_at) throw new Error('the passkey was used, but does not say so');
  equal((await page.evaluate(ask, ['DELETE', `/passkeys/${items[0].id}`])).status, 204);
  await page.evaluate(ask, ['POST', '/sign-out']);
  const refused = await page.evaluate(enter);
  equal(refused.finished.body.code, 'passkey-refused', refused);
}

function equal(is, should, context) {
  if (is !== should) throw new Error(`${is} instead of ${should}: ${JSON.stringify(context)}`);
}

/** In the page: asks the API. */
async function ask([method, path, body]) {
  const response = await fetch(`/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: method === 'GET' ? undefined : JSON.stringify(body ?? {}),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

/** In the page: registers a passkey. */
async function register(label) {
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const response = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json().catch(() => null) };
  };
  const { ceremony_id, options } = (await post('/passkeys/start', { label })).body;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
  const credential = (await navigator.credentials.create({ publicKey })).toJSON();
  return post('/passkeys/finish', { ceremony_id, label, credential });
}

/** In the page: signs in with whichever passkey the device offers. */
async function enter() {
  const post = async (path, body) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const response = await fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json().catch(() => null) };
  };
  const { ceremony_id, options } = (await post('/sign-in/passkey/start', {})).body;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
  const credential = (await navigator.credentials.get({ publicKey })).toJSON();
  const answer = { ceremony_id, credential };
  return { answer, finished: await post('/sign-in/passkey/finish', answer) };
}

// What a person's own page can ask of the server: with its cookies, its language and its origin.
import { until } from './waiting.mjs';

/** Asks for `path` below `/api/v1` from inside the person's page (the lobby, if none is open); throws when refused. */
export async function ask(person, method, path, body) {
  if (person.page.url() === 'about:blank') await person.page.goto('/');
  const answer = await person.page.evaluate(
    async ({ method, path, body }) => {
      const headers = {};
      if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
      if (body !== undefined) headers['content-type'] = 'application/json';
      const reply = await fetch(`/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
      const text = await reply.text();
      return { ok: reply.ok, status: reply.status, text };
    },
    { method, path, body },
  );
  if (!answer.ok) throw new Error(`${person.name}: ${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

export const read = (person, path) => ask(person, 'GET', path);
export const post = (person, path, body = {}) => ask(person, 'POST', path, body);

/** Waits until the record at `path` is as `wanted` says, and gives it. */
export async function readUntil(person, path, wanted) {
  let record;
  return until(
    async () => {
      record = await read(person, path);
      return wanted(record) && record;
    },
    () => `${path} stays ${JSON.stringify(record)}`,
  );
}

/** The bytes of the file at `path` below `/api/v1`. */
export async function readBytes(person, path) {
  const reply = await person.context.request.get(`/api/v1${path}`);
  if (!reply.ok()) throw new Error(`${person.name}: GET ${path}: ${reply.status()}`);
  return reply.body();
}

/** Stores a PDF in the person's name, and gives what refers to it. */
export async function upload(person, name, bytes) {
  const answer = await person.page.evaluate(
    async ({ name, bytes }) => {
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
      const reply = await fetch('/api/v1/files', { method: 'POST', headers: { 'idempotency-key': crypto.randomUUID() }, body: form });
      return { ok: reply.ok, text: await reply.text() };
    },
    { name, bytes: [...bytes] },
  );
  if (!answer.ok) throw new Error(`${person.name}: no file: ${answer.text}`);
  return JSON.parse(answer.text);
}

// A browser as an encoder (WHIP) or a player (WHEP), through a TURN relay where the facts name one. In the middle it
// restarts ICE; media goes on without a new DTLS handshake.
import { until } from '../waiting.mjs';

/** facts: url, token, sends (whether it publishes), relay (a TURN server with credentials, or none). */
export default async function play({ theatre, facts }) {
  const { page } = await theatre.person('machine', { passkeys: false });
  await page.goto('/sign-in');
  const opened = await page.evaluate(open, facts);
  const before = await flowing(page, 0);
  const restarted = await page.evaluate(restart);
  const after = await flowing(page, before.count, before.ufrag);
  const ended = await page.evaluate(end);
  return { opened, before, restarted, after, ended };
}

/** Waits until well more than `count` went over a working transport, of another ICE session than `ufrag`'s. */
async function flowing(page, count, ufrag) {
  let last = null;
  return until(
    async () => {
      last = await page.evaluate(look);
      const works = last.state === 'connected' && last.dtls === 'connected' && last.ufrag !== ufrag;
      return works && last.count > count + 1 && last;
    },
    () => `nothing flows: ${JSON.stringify(last)}`,
  );
}

/** Runs in the page: opens the session. */
async function open({ url, token, sends, relay }) {
  const authorization = `Bearer ${token}`;
  const peer = new RTCPeerConnection({
    iceServers: relay ? [relay] : [],
    iceTransportPolicy: relay ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
  });
  if (sends) {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 }, audio: true });
    for (const track of stream.getTracks()) peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
  } else {
    for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: 'recvonly' });
  }
  await peer.setLocalDescription();
  const headers = { authorization, 'content-type': 'application/sdp' };
  const reply = await fetch(url, { method: 'POST', headers, body: peer.localDescription.sdp });
  const answer = await reply.text();
  if (reply.status !== 201) throw new Error(`${reply.status} ${answer}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  window.machine = { peer, answer, authorization, sends, reports: new Set(), location: reply.headers.get('location') };
  return { tag: reply.headers.get('etag') };
}

/** Runs in the page: `count` is of pictures decoded here, or of the server's reports on what it received. */
async function look() {
  const { peer, sends, reports } = window.machine;
  const all = [...(await peer.getStats()).values()];
  const transport = all.find(({ type }) => type === 'transport');
  const pair = all.find(({ id }) => id === transport?.selectedCandidatePairId);
  const local = all.find(({ id }) => id === pair?.localCandidateId);
  const video = (wanted) => all.find(({ type, kind }) => type === wanted && kind === 'video');
  const heard = video('remote-inbound-rtp');
  if (heard) reports.add(heard.timestamp);
  return {
    state: peer.connectionState,
    dtls: transport?.dtlsState,
    ufrag: transport?.iceLocalUsernameFragment,
    kind: local?.candidateType,
    count: sends ? reports.size : (video('inbound-rtp')?.framesDecoded ?? 0),
  };
}

/** Runs in the page: restarts ICE by PATCH. */
async function restart() {
  const { peer, answer, authorization, location } = window.machine;
  peer.restartIce();
  await peer.setLocalDescription();
  const wanted = ['a=group:', 'm=', 'a=mid:', 'a=ice-ufrag:', 'a=ice-pwd:'];
  const lines = peer.localDescription.sdp.split('\r\n').filter((line) => wanted.some((start) => line.startsWith(start)));
  const headers = { authorization, 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': '*' };
  const reply = await fetch(location, { method: 'PATCH', headers, body: `${lines.join('\r\n')}\r\n` });
  const fragment = await reply.text();
  if (reply.status !== 200) throw new Error(`${reply.status} ${fragment}`);
  const value = (name) => new RegExp(`a=${name}:(.*)`).exec(fragment)[1].trim();
  const sdp = answer
    .replace(/a=ice-ufrag:.*/g, `a=ice-ufrag:${value('ice-ufrag')}`)
    .replace(/a=ice-pwd:.*/g, `a=ice-pwd:${value('ice-pwd')}`);
  await peer.setRemoteDescription({ type: 'answer', sdp });
  return { tag: reply.headers.get('etag') };
}

/** Runs in the page: ends the session. */
async function end() {
  const { peer, authorization, location } = window.machine;
  const reply = await fetch(location, { method: 'DELETE', headers: { authorization } });
  peer.close();
  return reply.status;
}

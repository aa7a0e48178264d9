// The line between the pages and the server, which a story makes worse or better.
import { connect } from 'node:net';

/** Has the line at `control` lose so much each way and take so long there and back. */
export function worsen(control, lossPercent, roundTripMs) {
  const [host, port] = control.split(':');
  return new Promise((done, failed) => {
    let reply = '';
    const socket = connect(Number(port), host, () => socket.write(`${lossPercent} ${roundTripMs}\n`));
    socket.on('data', (data) => { reply += data; });
    socket.on('error', failed);
    socket.on('close', () => (reply === 'ok\n' ? done() : failed(new Error(`the line stays as it is: ${reply}`))));
  });
}

/** What the page received so far, over all its connections, and over which protocol. */
export function received({ page }) {
  return page.evaluate(async () => {
    const all = { frames: 0, freezes: 0, frozen_s: 0, concealed: 0, samples: 0, keyframes: 0, nacks: 0, plis: 0, height: 0 };
    const protocols = new Set();
    for (const peer of window.wires.peers.filter(({ connectionState }) => connectionState !== 'closed')) {
      const stats = [...(await (window.truth ?? ((one) => one.getStats()))(peer)).values()];
      for (const report of stats.filter(({ type }) => type === 'inbound-rtp')) {
        all.concealed += report.concealedSamples ?? 0;
        all.samples += report.totalSamplesReceived ?? 0;
        if (report.kind !== 'video') continue;
        all.frames += report.framesDecoded;
        all.freezes += report.freezeCount ?? 0;
        all.frozen_s += report.totalFreezesDuration ?? 0;
        all.keyframes += report.keyFramesDecoded;
        all.nacks += report.nackCount;
        all.plis += report.pliCount;
        all.height = Math.max(all.height, report.frameHeight ?? 0);
      }
      const transport = stats.find(({ type }) => type === 'transport');
      const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
      const local = stats.find(({ id }) => id === pair?.localCandidateId);
      if (local) protocols.add(local.protocol);
    }
    return { ...all, protocols: [...protocols] };
  });
}

/** What the page's camera sends now: what the browser thinks the line bears, and the bits of each size. */
export function sent({ page }) {
  return page.evaluate(async () => {
    const layers = {};
    let available = null;
    for (const peer of window.wires.peers.filter(({ connectionState }) => connectionState !== 'closed')) {
      for (const report of (await (window.truth ?? ((one) => one.getStats()))(peer)).values()) {
        if (report.type === 'outbound-rtp' && report.kind === 'video') {
          layers[report.rid ?? ''] = Math.round((report.active ? (report.targetBitrate ?? 0) : 0) / 1000);
        }
        if (report.type === 'candidate-pair' && report.nominated) available = report.availableOutgoingBitrate ?? available;
      }
    }
    return { available_kbit: available && Math.round(available / 1000), sent_kbit: layers };
  });
}

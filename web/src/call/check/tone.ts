/** Plays three rising notes on a loudspeaker (the browser's own when none is named); resolves when they ended. */
export async function playTone(speakerId?: string): Promise<void> {
  const context = new AudioContext();
  const audio = new Audio();
  try {
    const out = context.createMediaStreamDestination();
    audio.srcObject = out.stream;
    if (speakerId) await audio.setSinkId(speakerId);
    await Promise.all([context.resume(), audio.play()]);
    const last = NOTES_HZ.map((pitch, index) => note(context, out, pitch, context.currentTime + 0.1 + index * 0.4)).at(-1);
    await new Promise((resolve) => last?.addEventListener("ended", resolve, { once: true }));
  } finally {
    audio.pause();
    audio.srcObject = null;
    await context.close();
  }
}

const NOTES_HZ = [523.25, 659.25, 783.99];

function note(context: AudioContext, out: AudioNode, pitch: number, at: number): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.3, at + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 0.55);
  oscillator.connect(gain).connect(out);
  oscillator.start(at);
  oscillator.stop(at + 0.6);
  return oscillator;
}

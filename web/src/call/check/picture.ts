/** A moving picture with noise and a quiet tone, about as heavy as a camera and a voice, made without any device. */
export function testPicture(): { stream: MediaStream; stop: () => void } {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 360;
  const pen = canvas.getContext("2d");
  const noise = pen?.createImageData(canvas.width, 90);
  const draw = () => {
    if (!pen || !noise) return;
    for (let index = 0; index < noise.data.length; index += 4) {
      const shade = Math.random() * 255;
      noise.data.fill(shade, index, index + 3);
      noise.data[index + 3] = 255;
    }
    pen.fillStyle = "#1f2a44";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.putImageData(noise, 0, 135);
  };
  draw();
  const timer = setInterval(draw, 50);
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = new OscillatorNode(context, { frequency: 440 });
  tone.connect(new GainNode(context, { gain: 0.05 })).connect(out);
  tone.start();
  context.resume().catch(() => undefined);
  const stream = canvas.captureStream(20);
  for (const track of out.stream.getAudioTracks()) stream.addTrack(track);
  return {
    stream,
    stop: () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      context.close().catch(() => undefined);
    },
  };
}

// A network that lets no UDP through: picture and sound come over TCP, both ways.
import { moving } from '../../video.mjs';
import { hears, listen } from '../../wires.mjs';
import { received } from './line.mjs';

export async function blocked({ theatre, host, viewer, hall, camera }) {
  await viewer.page.goto(hall);
  await moving(viewer.page, camera);
  await listen(viewer);
  await hears(viewer);
  await theatre.photograph(viewer, 'over-tcp');
  const protocols = { host: (await received(host)).protocols, viewer: (await received(viewer)).protocols };
  return { protocols };
}

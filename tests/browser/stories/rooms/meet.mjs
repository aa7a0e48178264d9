// Two sides agree to talk; the meeting's room is open from then on.
import { post, read } from '../../asking.mjs';

/** Gives the meeting's id. */
export async function agreeToMeet({ fair, asks, asked }) {
  const [project] = (await read(asked, '/projects?q=ice%20carpet')).items;
  const { id } = await post(asks, '/meetings', {
    fair: fair.id,
    project: project.id,
    topic: '膜组件供货',
    with: asked.organisation,
    participants: [asked.id],
  });
  await post(asked, `/meetings/${id}/transition`, { to: 'accepted' });
  return id;
}

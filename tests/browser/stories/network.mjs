// A host who sends and a viewer who watches, over a line that loses and delays: what reaches the viewer, what is given
// up when the line carries too little, and media where no UDP gets through.
import { openWithTwo } from './network/cast.mjs';
import { blocked } from './network/blocked.mjs';
import { fallback } from './network/fallback.mjs';
import { measure } from './network/measure.mjs';

const ACTS = { blocked, fallback, measure };

/** facts: act (one of the above), control (where the line is changed), fps of the camera, seconds and pictures (see `measure`). */
export default async function play({ theatre, facts }) {
  const cast = await openWithTwo(theatre, facts);
  return ACTS[facts.act]({ theatre, facts, ...cast });
}

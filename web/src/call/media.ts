import type { SentTrack, Source } from "./protocol";

/** Streams ready to be shown, by participant and source. */
export interface MediaView {
  local: Partial<Record<Source, MediaStream>>;
  remote: Readonly<Record<string, MediaStream>>;
}

export const NO_MEDIA: MediaView = { local: {}, remote: {} };

export function trackKey(participant: string, source: Source): string {
  return `${participant}/${source}`;
}

/** Builds the remote streams, keeping a stream's identity while its track is the same, so that no picture blinks. */
export function remoteStreams(
  known: Readonly<Record<string, MediaStream>>,
  arriving: { sent: SentTrack; track: MediaStreamTrack }[],
): Record<string, MediaStream> {
  return Object.fromEntries(
    arriving.map(({ sent, track }) => {
      const key = trackKey(sent.participant, sent.source);
      const stream = known[key];
      return [key, stream?.getTracks()[0]?.id === track.id ? stream : new MediaStream([track])];
    }),
  );
}

/** Builds the local streams in the same way. */
export function localStreams(
  known: Partial<Record<Source, MediaStream>>,
  tracks: Partial<Record<Source, MediaStreamTrack>>,
): Partial<Record<Source, MediaStream>> {
  const entries = Object.entries(tracks) as [Source, MediaStreamTrack][];
  return Object.fromEntries(
    entries.map(([source, track]) => {
      const stream = known[source];
      return [source, stream?.getTracks()[0]?.id === track.id ? stream : new MediaStream([track])];
    }),
  );
}

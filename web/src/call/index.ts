export { Call, type CallOptions, type Sending } from "./call";
export { type CaptureProblem, CaptureError, DeviceList, capture, type Device, type Devices } from "./devices";
export type { GrantSource, RoomGrant } from "./grant";
export { type LinkState, RoomError } from "./link";
export { type MediaView, trackKey } from "./media";
export type {
  Booth,
  Breakout,
  Caption,
  ChatLine,
  Conversation,
  Cue,
  CueKind,
  Hand,
  LayoutKind,
  Mode,
  Participant,
  Poll,
  Question,
  QuestionState,
  Role,
  RosterEntry,
  Source,
  Spotlight,
  Statistics,
  Turn,
  Waiting,
} from "./protocol";
export { type Me, type RoomView, maySend } from "./room";
export { Signal, Store } from "./store";
export type { Stroke, StrokePoint } from "./stroke";
export { type LiveStrokes, strokeKey } from "./strokes";
export { type Browser, type Support, browserOf, supportOf, surroundings, usable } from "./check/browser";
export { LevelMeter } from "./check/level";
export { NetworkCheck, type NetworkReport, type NetworkStep } from "./check/network";
export { playTone } from "./check/tone";
export { type LineRemark, type LineVerdict, lineVerdict } from "./check/verdict";
export type { LineView, SoundOnly } from "./line";
export { type Preferences, preferences, remember } from "./preferences";
export type { Bars, Quality } from "./quality";
export { watchPicture } from "./show";
export { cueNow, nextTurn } from "./cues";
export { Fader } from "./fader";
export { type Interpretation, channelFor, channelsOf, gainOf } from "./interpretation";
export { type LineRow, lineRows } from "./statistics";

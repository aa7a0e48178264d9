import { describe, expect, it } from "vitest";

import { type Interpretation, channelFor, gainOf } from "./interpretation";
import type { Booth } from "./protocol";

const channel = (id: string, language: string, live = true) => ({ id, language, live, track: `${id}/microphone` });
const booth = (id: string, change: Partial<Booth> = {}): Booth => ({
  id,
  channels: [channel(id, "en")],
  interpreters: [],
  direction: id,
  ...change,
});

const known: Interpretation = { listening: undefined, booths: [booth("c-en"), booth("c-fr", { channels: [channel("c-fr", "fr")] })] };

describe("who listens", () => {
  it("hears the floor whole until a channel is chosen, and low under it then", () => {
    expect([gainOf("minister", known, "me", 0.2), gainOf("c-en", known, "me", 0.2)]).toEqual([1, 0]);
    const listening = { ...known, listening: "c-en" };
    expect([gainOf("minister", listening, "me", 0.2), gainOf("c-en", listening, "me", 0.2), gainOf("c-fr", listening, "me", 0.2)]).toEqual([0.2, 1, 0]);
  });

  it("hears the floor whole while nobody interprets into the chosen language", () => {
    const silent = { booths: [booth("c-en", { channels: [channel("c-en", "en", false)] })], listening: "c-en" };
    expect(gainOf("minister", silent, "me", 0.2)).toBe(1);
  });

  it("hears, as an interpreter on relay, the other booth instead of the floor", () => {
    const relayed = { ...known, booths: [booth("c-en"), booth("c-fr", { channels: [channel("c-fr", "fr")], interpreters: ["me"], relay: "c-en" })] };
    expect([gainOf("minister", relayed, "me", 0.2), gainOf("c-en", relayed, "me", 0.2), gainOf("c-fr", relayed, "me", 0.2)]).toEqual([0, 1, 0]);
  });

  it("finds the language by its tag, or by what comes before the region", () => {
    const channels = [channel("1", "zh-CN"), channel("2", "en")];
    expect([channelFor(channels, "zh")?.id, channelFor(channels, "en-GB")?.id, channelFor(channels, "fr")]).toEqual(["1", "2", undefined]);
  });
});

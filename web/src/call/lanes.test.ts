import { expect, it } from "vitest";

import { inOrder } from "./lanes";

const codecs = ["video/H264", "video/VP8", "video/rtx", "video/VP9", "video/AV1"].map((mimeType) => ({ mimeType }));
const names = (preferred: "vp8" | "vp9") => inOrder(codecs, preferred).map(({ mimeType }) => mimeType);

it("puts VP8 first, or behind the one that the room asks for", () => {
  expect(names("vp8")).toEqual(["video/VP8", "video/H264", "video/rtx", "video/VP9", "video/AV1"]);
  expect(names("vp9")).toEqual(["video/VP9", "video/VP8", "video/H264", "video/rtx", "video/AV1"]);
});

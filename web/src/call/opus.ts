/**
 * Asks the encoder for forward error correction, and for silence to cost nothing, in the sections named: what an
 * Opus sender does, the other side's description says (RFC 7587, section 7).
 */
export function wantSpeech(sdp: string, mids: ReadonlySet<string>): string {
  const [head = "", ...sections] = sdp.split(/(?=^m=)/m);
  return head + sections.map((section) => (mids.has(midOf(section)) ? speech(section) : section)).join("");
}

function midOf(section: string): string {
  return /^a=mid:(\S+)/m.exec(section)?.[1] ?? "";
}

function speech(section: string): string {
  const type = /^a=rtpmap:(\d+) opus\/48000/im.exec(section)?.[1];
  if (!type) return section;
  const line = new RegExp(`^a=fmtp:${type} (.*?)(\\r?)$`, "m");
  const found = line.exec(section);
  if (!found) return section.replace(new RegExp(`^(a=rtpmap:${type} .*?)(\\r?)$`, "m"), `$1$2\na=fmtp:${type} useinbandfec=1;usedtx=1$2`);
  const parameters = (found[1] ?? "").split(";").map((one) => one.trim()).filter((one) => one && !/^(useinbandfec|usedtx)=/.test(one));
  return section.replace(line, `a=fmtp:${type} ${[...parameters, "useinbandfec=1", "usedtx=1"].join(";")}${found[2] ?? ""}`);
}

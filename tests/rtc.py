"""A WebRTC client independent of ours (aiortc): publishes by WHIP, watches by WHEP.

    rtc.py publish URL TOKEN          sends picture and sound until its standard input ends
    rtc.py watch URL TOKEN FRAMES     receives until it has seen so many pictures, then leaves

Each prints JSON, one object a line: first {"status", "location", "etag"} or {"refused"}, then what it counted.
"""

import asyncio
import fractions
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

import av
from aiortc import RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.mediastreams import AudioStreamTrack

PATIENCE_S = 60


def say(**facts):
    print(json.dumps(facts), flush=True)


class Bars(VideoStreamTrack):
    """A moving picture: every frame differs from the last."""

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(320, 180, "yuv420p")
        for number, plane in enumerate(frame.planes):
            shade = (pts // 3000 * (number + 3)) % 200 + 20
            plane.update(bytes([shade]) * plane.buffer_size)
        frame.pts, frame.time_base = pts, fractions.Fraction(time_base)
        return frame


def request(method, url, token, body=None, media_type=None):
    headers = {"Authorization": f"Bearer {token}"}
    if media_type:
        headers["Content-Type"] = media_type
    asked = urllib.request.Request(url, body, headers, method=method)
    return urllib.request.urlopen(asked, timeout=20)


async def open_session(peer, url, token):
    """Posts the offer and takes the answer; gives the session's address."""
    await peer.setLocalDescription(await peer.createOffer())
    offer = peer.localDescription.sdp.encode()
    try:
        reply = await asyncio.to_thread(request, "POST", url, token, offer, "application/sdp")
    except urllib.error.HTTPError as refused:
        say(refused=json.loads(refused.read())["code"], status=refused.code)
        sys.exit(2)
    location = urllib.parse.urljoin(url, reply.headers["Location"])
    answer = reply.read().decode()
    say(status=reply.status, location=location, etag=reply.headers["ETag"])
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return location


async def close(peer, location, token):
    status = (await asyncio.to_thread(request, "DELETE", location, token)).status
    await peer.close()
    return status


async def publish(url, token):
    peer = RTCPeerConnection()
    peer.addTrack(Bars())
    peer.addTrack(AudioStreamTrack())
    location = await open_session(peer, url, token)
    while peer.connectionState not in ("connected", "failed", "closed"):
        await asyncio.sleep(0.02)
    say(state=peer.connectionState)
    await asyncio.to_thread(sys.stdin.read)
    sent = {}
    for report in (await peer.getStats()).values():
        if report.type == "outbound-rtp":
            sent[report.kind] = report.packetsSent
    say(sent=sent, ended=await close(peer, location, token))


async def watch(url, token, wanted):
    peer = RTCPeerConnection()
    counted = {"audio": 0, "video": 0}
    enough = asyncio.Event()

    async def count(track):
        while True:
            try:
                await track.recv()
            except Exception:  # the track ends with the connection
                return
            counted[track.kind] += 1
            if counted["video"] >= wanted and counted["audio"] > 0:
                enough.set()

    tasks = []
    peer.on("track", lambda track: tasks.append(asyncio.ensure_future(count(track))))
    peer.addTransceiver("video", direction="recvonly")
    peer.addTransceiver("audio", direction="recvonly")
    location = await open_session(peer, url, token)
    try:
        await asyncio.wait_for(enough.wait(), PATIENCE_S)
    finally:
        say(frames=counted, state=peer.connectionState, ended=await close(peer, location, token))


if __name__ == "__main__":
    verb, url, token = sys.argv[1:4]
    if verb == "publish":
        asyncio.run(publish(url, token))
    else:
        asyncio.run(watch(url, token, int(sys.argv[4])))

#!/usr/bin/env python3
"""Measures the rooms of a built `yunqian` against the figures we promise, and Debian's Janus in the same run.

    rooms.py BINARY        QUICK=1 for fewer and shorter rounds

Everything runs in a network namespace of its own that ends with this process. The server has core 0 to itself, the
load core 1. Ours and Janus take turns, so that a change of the machine's mood meets both; of each the median counts.
Nothing here passes or fails by time: the last lines are the figures, one each.
"""

import glob
import json
import os
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
QUICK = os.environ.get("QUICK", "") not in ("", "0")
ADDRESS = "10.77.0.1"
OURS = f"http://{ADDRESS}:8080"
JANUS = f"http://{ADDRESS}:8188/janus"
MEDIA = f"{ADDRESS}:40001"
ROUNDS = 1 if QUICK else 3
SECONDS = "5" if QUICK else "8"
CROWDS = [1000] if QUICK else [750, 1000, 1250, 1500]
MOST_LOSS_PERCENT = 1.0
MOST_LATENCY_MS = 100.0
# How long one run of the load may take before it is given up.
PATIENCE_S = 150
START_S = 60


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    binary = os.path.abspath(sys.argv[1])
    if os.environ.get("BENCH_NAMESPACE") is None:
        enter_namespace(binary)
    prepare_network()
    raise_limit_of_files()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with tempfile.TemporaryDirectory(prefix="yunqian-bench-") as folder:
        bench = Bench(binary, folder)
        bench.against_janus()
        bench.most_viewers()
        bench.mass_join()
        bench.small_rooms()
        bench.recording()
        bench.wall()
        bench.signalling()
        bench.tell_figures()


def enter_namespace(binary):
    """Starts anew in an empty network namespace: the kernel removes it with the last process in it."""
    for tool in ("unshare", "ip", "taskset"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is missing: apt-get install util-linux iproute2")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    environment = dict(os.environ, BENCH_NAMESPACE="1")
    command = ["unshare", *user, "--net", "--", sys.executable, os.path.abspath(__file__), binary]
    os.execvpe("unshare", command, environment)


def prepare_network():
    """Janus leaves out loopback interfaces; what goes to an own address takes the loopback path all the same."""
    for command in (
        "link set lo up",
        "link add bench0 type veth peer name bench1",
        f"address add {ADDRESS}/32 dev bench0",
        "link set bench0 up",
        "link set bench1 up",
    ):
        subprocess.run(["ip", *command.split()], check=True)


def raise_limit_of_files():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def go_first():
    """Other work on the machine is to disturb little: by priority, and by that of the session where it counts too."""
    try:
        os.nice(-20)
        with open("/proc/self/autogroup", "w") as autogroup:
            autogroup.write("-20")
    except OSError:
        pass  # Only root may, and not every kernel groups by session.


class Process:
    """A server on core 0, ended by its id."""

    def __init__(self, command, log, environment=None, ready=None):
        self.log = log
        with open(log, "wb") as output:
            self.child = subprocess.Popen(
                ["taskset", "-c", "0", *command],
                stdout=output,
                stderr=output,
                env=dict(os.environ, **(environment or {})),
                start_new_session=True,
                preexec_fn=go_first,
            )
        self.wait_for(ready)

    def wait_for(self, url):
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self.child.poll() is not None:
                break
            try:
                urllib.request.urlopen(url, timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        with open(self.log, errors="replace") as log:
            sys.exit(f"{url} does not answer\n" + "".join(log.readlines()[-20:]))

    def stop(self):
        self.child.terminate()
        try:
            self.child.wait(15)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Bench:
    def __init__(self, binary, folder):
        self.binary = binary
        self.folder = folder
        self.runs = 0
        self.figures = {}
        self.janus_works = shutil.which("janus") is not None
        if not self.janus_works:
            print("Janus is missing (apt-get install janus): there will be no ratios", flush=True)

    # The servers

    def yunqian(self):
        self.runs += 1
        data = os.path.join(self.folder, f"data-{self.runs}")
        command = [self.binary, "serve", "--demo", "--listen", f"{ADDRESS}:8080", "--data", data]
        environment = {"YUNQIAN_MEDIA__LISTEN": MEDIA, "RUST_LOG": "warn"}
        return Process(command, os.path.join(self.folder, "yunqian.log"), environment, f"{OURS}/healthz")

    def janus(self):
        self.runs += 1
        run = os.path.join(self.folder, f"janus-{self.runs}")
        for name in ("config", "plugins", "transports", "events", "loggers"):
            os.makedirs(os.path.join(run, name))
        for path in glob.glob(os.path.join(HERE, "janus", "*.jcfg")):
            with open(path) as given:
                text = given.read().replace("@RUN@", run).replace("@ADDRESS@", ADDRESS)
            with open(os.path.join(run, "config", os.path.basename(path)), "w") as made:
                made.write(text)
        # Only what is used: other plugins would take memory and threads.
        for kind, name in (("plugins", "videoroom"), ("transports", "http")):
            found = glob.glob(f"/usr/lib/*/janus/{kind}/libjanus_{name}.so")
            if not found:
                sys.exit(f"Janus has no {name}")
            os.symlink(found[0], os.path.join(run, kind, os.path.basename(found[0])))
        command = ["janus", "-F", os.path.join(run, "config"), "-o"]
        return Process(command, os.path.join(self.folder, "janus.log"), None, f"{JANUS}/info")

    # The load

    def load(self, server, mode, *arguments):
        command = ["taskset", "-c", "1", self.binary, "load", mode, "--url", OURS, "--json"]
        command += ["--pid", str(server.child.pid), *arguments]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=PATIENCE_S,
                start_new_session=True,
                preexec_fn=go_first,
            )
        except subprocess.TimeoutExpired:
            print(f"  given up after {PATIENCE_S} s: load {mode} {' '.join(arguments)}", flush=True)
            return None
        if done.returncode != 0:
            print(f"  load {mode} failed: {done.stderr.strip()[-400:]}", flush=True)
            return None
        return json.loads(done.stdout)

    def viewers(self, name, count):
        against = ["--janus", JANUS] if name == "janus" else []
        with getattr(self, name)() as server:
            report = self.load(server, "viewers", "--viewers", str(count), "--seconds", SECONDS, *against)
        tell(name, report)
        return report

    # What is measured

    def against_janus(self):
        per_packet = {}
        for count in (50, 100, 400):
            sides = ["yunqian"] if count == 50 or not self.janus_works else ["yunqian", "janus"]
            seen = {side: [] for side in sides}
            for turn in range(ROUNDS):
                for side in sides if turn % 2 == 0 else reversed(sides):
                    seen[side].append(self.viewers(side, count))
            for side in sides:
                per_packet[side, count] = median(cost(report) for report in seen[side])
            if count == 400:
                memory = median(r["server"]["kib_per_participant"] for r in seen["yunqian"] if r)
                self.figure("kib_per_viewer", memory, "KiB")
        for count in (100, 400):
            ratio = quotient(per_packet["yunqian", count], per_packet.get(("janus", count)))
            self.figure(f"cpu_per_packet_vs_janus_{count}", ratio, "×")
        self.figure("cost_growth_400_vs_50", quotient(per_packet["yunqian", 400], per_packet["yunqian", 50]), "×")

    def most_viewers(self):
        held = None
        for count in CROWDS:
            report = self.viewers("yunqian", count)
            if not holds(report):
                break
            held = count
        self.figure("viewers_per_core", held, "viewers")

    def mass_join(self):
        waits = []
        for _ in range(ROUNDS):
            with self.yunqian() as server:
                report = self.load(server, "join", "--viewers", "400", "--within", "10", "--seconds", "2")
            tell("yunqian", report)
            if report and report["join_ms"] and report["failed"] == 0:
                waits.append(report["join_ms"]["p95"])
        self.figure("join_400_p95_ms", median(waits), "ms")

    def small_rooms(self):
        with self.yunqian() as server:
            tell("yunqian", self.load(server, "rooms", "--seconds", SECONDS))

    def recording(self):
        """What recording adds to a room that is watched, in turns with and without."""
        taken = {True: [], False: []}
        for turn in range(ROUNDS):
            for recorded in (turn % 2 == 0, turn % 2 != 0):
                with self.yunqian() as server:
                    more = ["--record"] if recorded else []
                    report = self.load(server, "viewers", "--viewers", "100", "--seconds", SECONDS, *more)
                tell("recorded" if recorded else "yunqian", report)
                taken[recorded].append(report and report["server"]["cpu_percent"])
        growth = quotient(median(taken[True]), median(taken[False]))
        self.figure("recording_adds", growth and 100 * (growth - 1), "%")

    def wall(self):
        with self.yunqian() as server:
            report = self.load(server, "wall", "--seconds", SECONDS)
        tell("yunqian", report)
        report = report or {}
        self.figure("wall_mbit_per_s", (report.get("media") or {}).get("received_mbit_per_s"), "Mbit/s")
        self.figure("wall_promotion_p95_ms", (report.get("promotion_ms") or {}).get("p95"), "ms")
        self.figure("wall_cue_skew_p95_ms", (report.get("cue_skew_ms") or {}).get("p95"), "ms")

    def signalling(self):
        with self.yunqian() as server:
            report = self.load(server, "signalling", "--seconds", "5" if QUICK else "15", "--parallel", "16")
        tell("yunqian", report)
        broadcast = (report or {}).get("broadcast") or {}
        latency = broadcast.get("latency_ms") or {}
        self.figure("signalling_sockets", report and report["joined"] - report["failed"], "sockets")
        self.figure("signalling_p99_ms", latency.get("p99"), "ms")
        self.figure("signalling_kib_per_socket", report and report["server"]["kib_per_participant"], "KiB")

    def figure(self, name, value, unit):
        self.figures[name] = (value, unit)

    def tell_figures(self):
        order = (
            "recording_adds",
            "wall_mbit_per_s",
            "wall_promotion_p95_ms",
            "wall_cue_skew_p95_ms",
            "signalling_kib_per_socket",
            "cpu_per_packet_vs_janus_100",
            "cpu_per_packet_vs_janus_400",
            "viewers_per_core",
            "kib_per_viewer",
            "join_400_p95_ms",
            "cost_growth_400_vs_50",
            "signalling_sockets",
            "signalling_p99_ms",
        )
        for name in order:
            value, unit = self.figures[name]
            if value is None:
                print(f"rooms.{name} could not be measured")
            else:
                print(f"figure rooms.{name} {round(value, 3):g} {unit}")


def cost(report):
    return report and report["server"]["cpu_us_per_packet"]


def holds(report):
    if report is None or report["failed"] > 0 or report["media"]["latency_ms"] is None:
        return False
    media = report["media"]
    calm = media["loss_percent"] < MOST_LOSS_PERCENT and media["latency_ms"]["p99"] <= MOST_LATENCY_MS
    return calm and media["starved"] == 0


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def quotient(a, b):
    return a / b if a is not None and b else None


def tell(side, report):
    """One line for each run, for the eye."""
    if report is None:
        return
    parts = [f"{side:8} {report['mode']:10} {report['joined']:6}/{report['participants']}"]
    media, server, join = report.get("media"), report.get("server"), report.get("join_ms")
    if server:
        parts.append(f"cpu {server['cpu_percent']:5.1f} %")
        if server.get("cpu_us_per_packet") is not None:
            parts.append(f"{server['cpu_us_per_packet']:6.2f} µs/packet")
        parts.append(f"{server['kib_per_participant']:6.1f} KiB each")
    if media:
        parts.append(f"loss {media['loss_percent']:.2f} %")
    latency = (media or report.get("broadcast") or {}).get("latency_ms")
    if latency:
        parts.append(f"latency p50 {latency['p50']:.1f} p99 {latency['p99']:.1f} ms")
    if join:
        parts.append(f"join p50 {join['p50']:.0f} p95 {join['p95']:.0f} ms")
    parts.append(f"load {report['load_cpu_percent']:.0f} %")
    parts += report["faults"][:2]
    print(" | ".join(parts), flush=True)


if __name__ == "__main__":
    main()

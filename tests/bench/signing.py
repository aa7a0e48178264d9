#!/usr/bin/env python3
"""Measures how fast signatures are made, with pyHanko beside it, how a built `yunqian` seals what many sign at once, and
how long its evidence takes to check.

    signing.py BINARY BENCH…        QUICK=1 for one round and a small ceremony

BENCH is the command that measures single signatures (`cargo bench --bench signing`). Then one agreement of sixteen
signatories, and a ceremony of 101 agreements of two beside a live room that is measured before it and meanwhile.
Everybody has two factors: a key of its own and a one-time code. The tool checks every signature. Times of sealing
count from the first authorisation that is sent to the last signature that is written. Nothing here passes or fails by
time: the last lines are the figures that matter most, one each.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

QUICK = os.environ.get("QUICK", "") not in ("", "0")
ROUNDS = 1 if QUICK else 3
AGREEMENTS = "10" if QUICK else "101"
VIEWERS = "20" if QUICK else "100"
PROCESSES = 10
START_S = 60
# How long one run of the load may take before it is given up.
PATIENCE_S = 900


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binary, bench = os.path.abspath(sys.argv[1]), sys.argv[2:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    single = single_signatures(bench)
    with tempfile.TemporaryDirectory(prefix="yunqian-bench-") as folder:
        many = [measure(binary, folder, f"many{n}", ["--agreements", "1", "--signatories", "16"]) for n in range(ROUNDS)]
        ceremony = measure(
            binary, folder, "ceremony", ["--agreements", AGREEMENTS, "--signatories", "2", "--viewers", VIEWERS]
        )
        processes = [verified(binary, os.path.join(folder, "ceremony")) for _ in range(PROCESSES)]
    tell_figures(single, many, ceremony, processes)


def single_signatures(bench):
    """Runs the benchmark of single signatures; gives its figures by name."""
    output = subprocess.run(bench, stdout=subprocess.PIPE, text=True, timeout=PATIENCE_S)
    if output.returncode != 0:
        sys.exit("the benchmark of single signatures failed")
    found = {}
    for line in output.stdout.splitlines():
        if line.startswith("figure signing."):
            name, value, unit = line.removeprefix("figure signing.").split(" ", 2)
            found[name] = (float(value), unit)
    return found


def measure(binary, folder, name, arguments):
    """Runs the load against a server of its own; gives its report."""
    address = f"localhost:{free_port()}"
    data = os.path.join(folder, f"{name}-data")
    with open(os.path.join(folder, f"{name}.log"), "wb") as log:
        command = [binary, "serve", "--demo", "--data", data, "--listen", address.replace("localhost", "127.0.0.1")]
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        wait_for(server, f"http://{address}/healthz")
        command = [binary, "load", "signing", "--json", "--url", f"http://{address}", "--pid", str(server.pid)]
        kept = os.path.join(folder, name)
        output = subprocess.run([*command, "--keep", kept, *arguments], stdout=subprocess.PIPE, timeout=PATIENCE_S)
        if output.returncode != 0:
            sys.exit(f"{name}: the load failed")
        return told(name, json.loads(output.stdout))
    finally:
        server.terminate()
        server.wait()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(server, url):
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    sys.exit("the server does not answer")


def told(name, report):
    signing = report["signing"]
    print(
        f"{name}: {signing['agreements']} × {signing['signatories']} authorised within"
        f" {signing['authorised_within_ms']:.0f} ms, sealed {signing['sealed_after_ms']:.0f} ms later",
        flush=True,
    )
    return report


def verified(binary, folder):
    """Milliseconds of `yunqian verify`, from its start to its end."""
    command = [binary, "verify", os.path.join(folder, "evidence.zip"), "--trust", os.path.join(folder, "trust.json")]
    begin = time.monotonic()
    code = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    took = (time.monotonic() - begin) * 1e3
    if code != 0:
        sys.exit(f"`yunqian verify` says {code}")
    return took


def tell_figures(single, many, ceremony, processes):
    of = lambda reports, name: statistics.median(report["signing"][name] for report in reports)
    sealed = lambda reports: (of(reports, "authorised_within_ms") + of(reports, "sealed_after_ms")) / 1e3
    sixteen = statistics.median(report["signing"]["verify_bundle_ms"]["p50"] for report in many)
    most = ["bb_p256_20kb_per_s_core", "bb_p256_2mb_per_s_core", "vs_pyhanko"]
    for name, (value, unit) in single.items():
        if name not in most:
            figure(name, value, unit)
    figure("sixteen_authorised_within_s", of(many, "authorised_within_ms") / 1e3, "s")
    figure("ceremony_authorised_within_s", of([ceremony], "authorised_within_ms") / 1e3, "s")
    for moment, media in (("before", ceremony["quiet"]), ("during", ceremony["media"])):
        figure(f"room_{moment}_loss_percent", media["loss_percent"], "%")
        figure(f"room_{moment}_latency_p99_ms", media["latency_ms"]["p99"], "ms")
    figure("verify_bundle_of_sixteen_ms", sixteen, "ms")
    figure("verify_bundle_process_ms", statistics.median(processes), "ms")
    for name in most:
        figure(name, *single[name])
    figure("sixteen_signatories_s", sealed(many), "s")
    figure(f"ceremony_{AGREEMENTS}_s", sealed([ceremony]), "s")
    figure("verify_bundle_ms", ceremony["signing"]["verify_bundle_ms"]["p50"], "ms")


def figure(name, value, unit):
    print(f"figure signing.{name} {value:.3f} {unit}")


if __name__ == "__main__":
    main()

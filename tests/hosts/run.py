"""The suite `hosts`: publishes to real servers and asks running web servers. Ends with how many tests passed."""

import contextlib
import pathlib
import sys
import tempfile
import threading
import time
import traceback

import publish
import web

LOCK = threading.Lock()
COUNTS = {True: 0, False: 0}


@contextlib.contextmanager
def check(name):
    """A test: what is below it fails alone."""
    start = time.monotonic()
    try:
        yield
        passed, told = True, ""
    except Exception:
        passed, told = False, traceback.format_exc(limit=-2)
    with LOCK:
        COUNTS[passed] += 1
        print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - start:.1f} s)\n{told}".rstrip(), flush=True)


def run(story):
    with tempfile.TemporaryDirectory(prefix="jisr-hosts-") as folder:
        try:
            story(check, pathlib.Path(folder))
        except Exception:
            with check(story.__name__):
                raise


def main():
    wanted = sys.argv[1:]
    stories = [story for story in publish.ALL + web.ALL if not wanted or story.__name__ in wanted]
    running = [threading.Thread(target=run, args=(story,)) for story in stories]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    print(f"hosts: {COUNTS[True]} passed, {COUNTS[False]} failed")
    return 1 if COUNTS[False] or not COUNTS[True] else 0


if __name__ == "__main__":
    sys.exit(main())

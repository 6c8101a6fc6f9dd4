"""Runs one command of ours as a process that does not outlive whoever started it: `tethered.py serve`.

It ends as soon as its input does, which is when the starter ends, in whatever way: a proof that is killed leaves nothing behind.
"""

import os
import threading
from importlib import import_module


def tether() -> None:
    """From now on this process ends with its input."""

    def wait() -> None:
        while os.read(0, 1):  # not through sys.stdin, whose lock the end of the process would wait for
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    tether()
    import_module("brokerage.cli").main()

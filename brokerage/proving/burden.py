"""What a process costs the machine for a while: seconds of the processor and megabytes at most. Known on Linux; nothing elsewhere."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Burden:
    """`begin` begins to count; `work` is then in seconds, `more` in megabytes beside what the process had."""

    pid: int
    _worked: float = 0.0
    _had: int = 0

    def begin(self) -> None:
        with suppress(OSError):
            Path(f"/proc/{self.pid}/clear_refs").write_text(
                "5", encoding="ascii"
            )  # proc(5): forgets the most that it had
        self._worked, self._had = self._seconds(), self._most()

    def work(self) -> float:
        return self._seconds() - self._worked

    def more(self) -> int:
        return max(0, self._most() - self._had) // 1024

    def _seconds(self) -> float:
        with suppress(OSError):
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def _most(self) -> int:
        """In kilobytes."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
        return 0

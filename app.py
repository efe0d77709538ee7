"""Start the pages: settings, then the web app, then uvicorn. The same as `python -m simulator`."""

import sys

from simulator.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["serve"]))

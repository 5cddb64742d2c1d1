"""`server.py` whose exam rooms a test lays on the shelf, where a renderer would take seconds."""

import runpy
import sys

from panorama.exam.pictures import Pictures
from tests.support.exams import CHECKOUT

if __name__ == "__main__":
    Pictures.must_draw = lambda _self, _room: None
    sys.argv[0] = str(CHECKOUT / "server.py")
    runpy.run_path(sys.argv[0], run_name="__main__")

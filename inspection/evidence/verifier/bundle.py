"""Makes one file of the verifier's modules: `verify.py`, which needs none of them."""

import ast
from functools import cache
from pathlib import Path

# In the order of need: what a module imports stands before it.
MODULES = (
    *("report", "container", "form", "signatures", "program"),
    *("manifest", "custody", "contents", "rows", "gm", "command"),
)
_HEAD = '''#!/usr/bin/env python3
"""检查证据包，不联网 · Checks an evidence pack without a network.

    python3 -I -S verify.py PACK.zip [--ca ca.pem] [--checkpoint push.json] [--record-sha256 …]

Python 3.11 or newer with nothing installed, and the `openssl` program. Says per file what was
tested and names file and field of whatever was changed. 0 intact, 1 changed, 2 unreadable.
"""
'''
_TAIL = '\n\nif __name__ == "__main__":\n    sys.exit(main())\n'


@cache
def single_file() -> bytes:
    """The source of `verify.py`; the same for the same modules."""
    imports: set[str] = set()
    bodies: list[str] = []
    for name in MODULES:
        source = Path(__file__).with_name(f"{name}.py").read_text("utf-8")
        lines = source.splitlines()
        for node in ast.parse(source).body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                if not ast.unparse(node).startswith("from inspection."):
                    imports.add(ast.unparse(node))
                for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                    lines[number] = ""
        bodies.append("\n".join(lines).strip())
    ordered = sorted(imports, key=lambda line: (line.startswith("from "), line))
    body = "\n\n\n".join(bodies)
    return f"{_HEAD}\n{chr(10).join(ordered)}\n\n\n{body}\n{_TAIL}".encode()

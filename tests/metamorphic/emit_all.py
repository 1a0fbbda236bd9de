"""`python -m tests.metamorphic.emit_all FOLDER`: all that flowc makes of the golden flows there, as JSON.

Needs nothing but flowc, so that it runs under any interpreter that flowc is installed for.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flowc.ir.codec import encode
from flowc.ir.text import print_flow
from tests.compiling import compile_for, rendered


def outputs(golden: Path) -> dict[str, str]:
    """Every output by a name such as `hello/argo`."""
    texts = {}
    for path in sorted(golden.glob("*/flow.py")):
        compiled = compile_for(path, "argo", package_external=False)
        name = path.parent.name
        texts[f"{name}/diagnostics"] = rendered(compiled.findings, path.parent)
        for flow in compiled.flows:
            texts[f"{name}/ir"] = print_flow(flow)
            texts[f"{name}/ir-json"] = json.dumps(encode(flow), indent=1)
        for document in compiled.documents:
            texts[f"{name}/{document.name}"] = document.text
    return texts


if __name__ == "__main__":
    sys.stdout.buffer.write(json.dumps(outputs(Path(sys.argv[1]))).encode())

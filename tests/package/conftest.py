"""What tests of packages start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.package.laid_out import DATA, lay_out


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    """A flow file with data beside it."""
    return lay_out(tmp_path / "flows", DATA)

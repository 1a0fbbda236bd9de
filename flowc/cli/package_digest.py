"""The hash of the code package that sources make, kept as what was compiled is: building takes long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flowc.ir.flow import Flow
from flowc.pipeline.options import Options
from flowc.pipeline.unit import Unit

if TYPE_CHECKING:
    from flowc.frontend.files import Access


def package_digest(unit: Unit, flow: Flow, plan: Mapping[str, Any], options: Options) -> str:
    """The SHA-256 of the package of a flow, whose plan this is.

    One that is kept holds as long as flowc, the plan and every file that went into the package are the same.
    """
    if not options.use_cache:
        return _build(unit, flow)[0]
    from flowc.cache import Cache
    from flowc.cache.identity import identity
    from flowc.cache.store import digest

    cache = Cache.default(dict(options.environment))
    closure = [str(file.source) for file in unit.files]
    request = digest(["package", identity(), str(unit.path.absolute()), closure, plan])
    kept = cache.get(request)
    if isinstance(kept, str):
        return kept
    made, accesses = _build(unit, flow)
    cache.put(request, accesses, made)
    return made


def _build(unit: Unit, flow: Flow) -> tuple[str, tuple[Access, ...]]:
    from flowc.frontend.files import Files
    from flowc.package.build import build_package

    files = Files()
    return build_package(flow, unit.folder, unit.files, files).digest, files.accesses()

"""`@secrets`: references to secrets that the task fetches when it starts."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft
from flowc.ir.settings import Secrets, SecretSource
from flowc.ir.values import Json

ARGUMENTS = ("sources", "role", "allow_override")
_FORMS = 'write sources=["aws-secrets-manager.my-secret"] or sources=[{"type": "...", "id": "..."}]'


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `secrets`. A single source may stand without a list."""
    written = arguments.json("sources", [])
    items = [written] if isinstance(written, str | Mapping) else written
    if not isinstance(items, list):
        arguments.wrong("sources", "a list of secrets", help=_FORMS)
        items = []
    sources = tuple(_source(item, arguments) for item in items)
    secrets = Secrets(
        sources=tuple(source for source in sources if source is not None),
        role=arguments.text("role"),
        allow_override=arguments.flag("allow_override"),
        span=arguments.span,
    )
    draft.secrets = secrets


def _source(item: Json, arguments: Arguments) -> SecretSource | None:
    if isinstance(item, str):
        backend, dot, name = item.partition(".")
        return SecretSource(type=backend, id=name) if dot else SecretSource(type=None, id=item)
    if isinstance(item, Mapping):
        backend_type, secret, options = item.get("type"), item.get("id"), _options(item)
        if isinstance(secret, str) and isinstance(backend_type, str | None) and options is not None:
            return SecretSource(type=backend_type, id=secret, options=options)
    arguments.wrong(
        "sources", "a list of texts or of dicts with `id`, and `type` and `options` if needed", help=_FORMS
    )
    return None


def _options(source: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """The source's options, its own `role` among them."""
    options = source.get("options", {})
    role = source.get("role")
    if not isinstance(options, Mapping) or not (role is None or isinstance(role, str)):
        return None
    return dict(options) if role is None else {**options, "role": role}

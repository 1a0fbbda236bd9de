"""The environment and the command of a container, as a kubelet makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tests.engines.argo.kube.api import Object
from tests.engines.argo.node.volumes import NotReady, Volumes, field

_REFERENCE = re.compile(r"\$\$|\$\(([^)]*)\)")


def environment_of(container: Object, volumes: Volumes, image: Mapping[str, str]) -> dict[str, str]:
    """The image's variables, then `envFrom`, then `env` in order, each of which may refer to those before."""
    found = dict(image)
    for source in container.get("envFrom", []):
        found |= _source(source, volumes)
    for variable in container.get("env", []):
        found[variable["name"]] = _value(variable, volumes, found)
    return found


def expand(text: str, variables: Mapping[str, str]) -> str:
    """`$(NAME)` replaced where there is such a variable; `$$` is one `$`."""

    def replacement(found: re.Match[str]) -> str:
        if found.group(0) == "$$":
            return "$"
        return variables.get(found.group(1), found.group(0))

    return _REFERENCE.sub(replacement, text)


def command_of(container: Object, variables: Mapping[str, str]) -> list[str]:
    """The words to execute."""
    words = [*container.get("command", []), *container.get("args", [])]
    return [expand(word, variables) for word in words]


def _source(source: Object, volumes: Volumes) -> dict[str, str]:
    if "secretRef" in source:
        files = volumes.secret(source["secretRef"]["name"])
    else:
        files = volumes.config_map(source["configMapRef"]["name"])
    prefix = source.get("prefix", "")
    return {prefix + name: data.decode() for name, data in files.items()}


def _value(variable: Object, volumes: Volumes, before: Mapping[str, str]) -> str:
    source = variable.get("valueFrom")
    if source is None:
        return expand(variable.get("value", ""), before)
    if "fieldRef" in source:
        return field(volumes.pod, source["fieldRef"]["fieldPath"])
    ((kind, reference),) = source.items()
    files = volumes.secret if kind == "secretKeyRef" else volumes.config_map
    return "".join(_decoded(files(reference["name"]), reference["key"]))


def _decoded(files: Mapping[str, bytes], key: str) -> Iterator[str]:
    if key not in files:
        raise NotReady("CreateContainerConfigError", f"there is no key {key}")
    yield files[key].decode()

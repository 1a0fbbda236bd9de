"""Step decorators: their arguments as typed settings, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowc.ir.settings import (
    Batch,
    Card,
    Catch,
    Kubernetes,
    Packages,
    Resources,
    Retry,
    Secrets,
    SecretSource,
    Settings,
    Timeout,
)
from tests.frontend_flow.reading import decorated, flow, only, read, step_of


def settings(folder: Path, decorators: str, top: str = "") -> Settings:
    return step_of(only(read(folder, decorated(decorators, top=top))), "start").settings


@pytest.mark.parametrize(
    ("decorators", "expected"),
    [
        ("", Resources()),
        ("@resources", Resources()),
        (
            "@resources(cpu=2, memory='8000', gpu=1, disk=20000, shared_memory='64')",
            Resources(cpu="2", memory=8000, gpu=1, disk=20000, shared_memory=64),
        ),
        ("@resources(cpu=0.5, memory=500)", Resources(cpu="0.5", memory=500)),
        ("@resources(cpu='0.50')", Resources(cpu="0.5")),
        ("@resources(memory=4096.2)", Resources(memory=4097)),
        ("@kubernetes(cpu=4, memory=1000)", Resources(cpu="4", memory=1000)),
        ("@kubernetes(cpu=4)\n@resources(cpu=2, memory=8000)", Resources(cpu="4", memory=8000)),
        ("@resources(cpu=2, memory=8000)\n@kubernetes(cpu=4)", Resources(cpu="4", memory=8000)),
        (
            "@kubernetes\n@resources(cpu=0.5, memory=500, disk=100)",
            Resources(cpu="1", memory=4096, disk=10240),
        ),
        (
            "@kubernetes(gpu=4, shared_memory=9)\n@resources(gpu=2, shared_memory=5)",
            Resources(gpu=2, shared_memory=5),
        ),
        ("@batch(cpu=4)\n@resources(cpu=2, memory=500, gpu=1)", Resources(cpu="4", memory=500, gpu=1)),
        ("@batch(gpu=4)\n@resources(gpu=2)", Resources(gpu=4)),
        ("@batch(memory='1000')", Resources(memory=1000)),
        ("@resources(gpu=0)", Resources(gpu=0)),
        ("@resources(cpu=None, memory=None)", Resources()),
        ("@mf.resources(cpu=CORES * 2)", Resources(cpu="6")),
    ],
)
def test_resources(tmp_path: Path, decorators: str, expected: Resources) -> None:
    assert settings(tmp_path, decorators, top="CORES = 3").resources == expected


@pytest.mark.parametrize(
    ("decorator", "times", "minutes"),
    [
        ("@retry", 3, 2),
        ("@retry()", 3, 2),
        ("@retry(times=0)", 0, 2),
        ("@retry(times='4', minutes_between_retries='0.5')", 4, 0.5),
        ("@retry(minutes_between_retries=0)", 3, 0),
        ("@metaflow.retry(times=1)", 1, 2),
    ],
)
def test_retry(tmp_path: Path, decorator: str, times: int, minutes: float) -> None:
    found = settings(tmp_path, decorator).retry
    assert found is not None
    assert found == Retry(times=times, minutes_between_retries=minutes, span=found.span)


@pytest.mark.parametrize(
    ("decorator", "seconds"),
    [
        ("@timeout(seconds=30)", 30),
        ("@timeout(minutes=1, seconds=5)", 65),
        ("@timeout(hours='2')", 7200),
        ("@timeout(minutes=1.5)", 60),
    ],
)
def test_timeout(tmp_path: Path, decorator: str, seconds: int) -> None:
    found = settings(tmp_path, decorator).timeout
    assert found is not None
    assert found == Timeout(seconds=seconds, span=found.span)


def test_a_decorator_with_a_name_of_its_own(tmp_path: Path) -> None:
    top = "SIZE = 4\nbig = resources(cpu=SIZE * 2)"
    assert settings(tmp_path, "@big", top=top).resources == Resources(cpu="8")


def test_catch(tmp_path: Path) -> None:
    found = settings(tmp_path, "@catch(var='failure', print_exception=False)").catch
    assert found is not None
    assert found == Catch(var="failure", print_exception=False, span=found.span)
    plain = settings(tmp_path, "@catch").catch
    assert plain is not None
    assert plain == Catch(span=plain.span)


def test_environment(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "@environment(vars={'A': 1, 'B': True, 'C': None, 'D': 0.5, 'E': 'x', NAME: NAME})",
        "NAME = 'n'",
    )
    assert found.environment == (
        ("A", "1"),
        ("B", "True"),
        ("C", "None"),
        ("D", "0.5"),
        ("E", "x"),
        ("n", "n"),
    )


def test_secrets(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "@secrets(sources=['one', 'aws-secrets-manager.two', {'type': 't', 'id': 'three', 'options': {'a': 1},"
        " 'role': 'r'}, {'id': 'four'}], role='me', allow_override=True)",
    ).secrets
    assert found is not None
    assert found == Secrets(
        sources=(
            SecretSource(type=None, id="one"),
            SecretSource(type="aws-secrets-manager", id="two"),
            SecretSource(type="t", id="three", options={"a": 1, "role": "r"}),
            SecretSource(type=None, id="four"),
        ),
        role="me",
        allow_override=True,
        span=found.span,
    )


def test_one_secret_without_a_list(tmp_path: Path) -> None:
    found = settings(tmp_path, "@secrets(sources='db')").secrets
    assert found is not None
    assert found.sources == (SecretSource(type=None, id="db"),)


def test_kubernetes(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        """@kubernetes(
    image='py:3', image_pull_policy='always', image_pull_secrets=['reg'], service_account='sa', secrets='a, b',
    node_selector='k=v,kubernetes.io/arch=amd64', namespace='ns', gpu_vendor='nvidia',
    tolerations=[{'key': 'k', 'operator': 'Exists'}], labels={'l': 1}, annotations={'n': 'x'}, use_tmpfs=True,
    tmpfs_tempdir=False, tmpfs_size='64', tmpfs_path='/t', persistent_volume_claims={'pvc': '/mnt'}, port='80',
    compute_pool='p', qos='guaranteed', extended_resources={'x/y': 2}, security_context={'run_as_user': 1},
    executable='python3', hostname_resolution_timeout=60)""",
    ).kubernetes
    assert found is not None
    assert found == Kubernetes(
        image="py:3",
        image_pull_policy="Always",
        image_pull_secrets=("reg",),
        service_account="sa",
        secrets=("a", "b"),
        node_selector=(("k", "v"), ("kubernetes.io/arch", "amd64")),
        namespace="ns",
        gpu_vendor="nvidia",
        tolerations=({"key": "k", "operator": "Exists"},),
        labels=(("l", "1"),),
        annotations=(("n", "x"),),
        use_tmpfs=True,
        tmpfs_tempdir=False,
        tmpfs_size=64,
        tmpfs_path="/t",
        persistent_volume_claims=(("pvc", "/mnt"),),
        port=80,
        compute_pool="p",
        qos="Guaranteed",
        extended_resources=(("x/y", "2"),),
        security_context={"run_as_user": 1},
        executable="python3",
        hostname_resolution_timeout=60,
        span=found.span,
    )


def test_kubernetes_without_arguments(tmp_path: Path) -> None:
    found = settings(tmp_path, "@kubernetes").kubernetes
    assert found is not None
    assert found == Kubernetes(span=found.span)


def test_batch(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        "@batch(image='i', queue='q', iam_role='r', execution_role='e', efa=2,"
        " host_volumes=['/a'], log_driver=None)",
    ).batch
    assert found is not None
    assert found == Batch(
        image="i",
        queue="q",
        iam_role="r",
        execution_role="e",
        options={"efa": 2, "host_volumes": ["/a"]},
        span=found.span,
    )


@pytest.mark.parametrize("manager", ["conda", "pypi"])
def test_packages(tmp_path: Path, manager: str) -> None:
    found = settings(
        tmp_path, f"@{manager}(packages={{'pandas': '2.0', 'x': 1}}, python='3.11', disabled=True)"
    ).packages
    assert found is not None
    assert (found.manager, found.packages, found.python, found.disabled) == (
        manager,
        (("pandas", "2.0"), ("x", "1")),
        "3.11",
        True,
    )


def test_packages_of_the_flow(tmp_path: Path) -> None:
    steps = (
        "@conda(libraries={'b': '2'}, packages={'a': '9'})\n@step\ndef start(self):\n    self.next(self.end)\n"
        "@step\ndef end(self):\n    pass"
    )
    found = only(
        read(tmp_path, flow(above="@conda_base(packages={'a': '1', 'c': '3'}, python='3.10')", steps=steps))
    )
    assert found.packages is not None
    own, inherited = (step.settings.packages for step in found.steps)
    assert own is not None
    assert inherited is not None
    assert dict(own.packages) == {"a": "9", "b": "2", "c": "3"}
    assert own.python == "3.10"
    assert inherited == Packages(
        manager="conda", packages=(("a", "1"), ("c", "3")), python="3.10", span=found.packages.span
    )


def test_cards(tmp_path: Path) -> None:
    found = settings(tmp_path, "@card\n@card(type='blank', id='report', options={'a': 1}, timeout=10)").cards
    assert found == (
        Card(span=found[0].span),
        Card(type="blank", id="report", options={"options": {"a": 1}, "timeout": 10}, span=found[1].span),
    )


@pytest.mark.parametrize(
    "decorator", ["@parallel", "@pytorch_parallel", "@pytorch_parallel(master_port=51000)"]
)
def test_parallel(tmp_path: Path, decorator: str) -> None:
    assert settings(tmp_path, decorator).parallel


def test_step_arguments(tmp_path: Path) -> None:
    steps = (
        "@step(start=True)\ndef first(self):\n    self.next(self.last)\n"
        "@step(end=True, node_info={'a': 1})\ndef last(self):\n    pass"
    )
    first, last = only(read(tmp_path, flow(steps=steps))).steps
    assert (first.marked_start, first.marked_end) == (True, False)
    assert (last.marked_start, last.marked_end) == (False, True)


def test_user_decorators_pass_through(tmp_path: Path) -> None:
    top = """
    from metaflow import UserStepDecorator, user_step_decorator
    import third_party
    @user_step_decorator
    def timed(step_name, flow, inputs=None, attributes=None):
        yield
    class Logged(UserStepDecorator):
        pass
    def plain(function):
        return function
    """
    decorators = "@timed\n@Logged(level=1)\n@retry\n@third_party.traced('x')\n@plain"
    found = step_of(only(read(tmp_path, decorated(decorators, top=top))), "start")
    assert [item.name for item in found.settings.user_decorators] == [
        "timed",
        "Logged",
        "third_party.traced",
        "plain",
    ]
    assert found.settings.retry is not None
    assert found.effects.opaque == "`@timed` may read and set artifacts"

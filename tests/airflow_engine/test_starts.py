"""What starts flows on Airflow: the end of another flow, and events with values, as assets of a real server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.airflow_engine.site import Site, until

pytestmark = pytest.mark.xdist_group("airflow-server")

FLOW = """\
from metaflow import FlowSpec, Parameter, current, step, trigger, trigger_on_finish


{decorator}class {name}(FlowSpec):
    table = Parameter("table", default="none")

    @step
    def start(self):
        self.told = self.table
        self.triggered = getattr(current, "trigger", None) is not None
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def write(folder: Path, name: str, decorator: str = "") -> Path:
    folder.mkdir()
    (folder / "flow.py").write_text(FLOW.format(name=name, decorator=decorator), encoding="utf-8")
    return folder / "flow.py"


def only_run(site: Site, flow: str) -> str:
    found = until(lambda: site.deployer.runs(flow, 5), 60, f"a run of {flow}")
    assert len(found) == 1
    return str(found[0].run)


def test_the_end_of_a_flow_starts_another(site: Site, tmp_path: Path) -> None:
    first = write(tmp_path / "first", "FirstFlow")
    second = write(tmp_path / "second", "SecondFlow", '@trigger_on_finish(flow="FirstFlow")\n')
    for file in (first, second):
        site.deploy(site.compile(file))
    site.ended("FirstFlow", site.trigger("FirstFlow", {}))
    run = only_run(site, "SecondFlow")
    assert site.ended("SecondFlow", run).phase == "succeeded"
    assert site.artifacts("SecondFlow", run, "end").triggered is True
    assert site.artifacts("FirstFlow", only_run(site, "FirstFlow"), "end").triggered is False


def test_an_event_starts_a_flow_with_its_values(site: Site, tmp_path: Path) -> None:
    import airflow_client.client as api

    decorator = '@trigger(event={"name": "data/ready", "parameters": {"table": "where"}})\n'
    site.deploy(site.compile(write(tmp_path / "evented", "EventedFlow", decorator)))
    server = site.deployer._server
    assets = api.AssetApi(server._client)
    found = server._ask(assets.get_assets_without_preload_content, uri_pattern="data%2Fready")["assets"]
    (asset,) = [one for one in found if one["uri"] == "x-flowc://event/data%2Fready"]
    body = api.CreateAssetEventsBody(asset_id=asset["id"], extra={"where": "orders", "other": 1})
    server._ask(assets.create_asset_event_without_preload_content, body, once=True)
    run = only_run(site, "EventedFlow")
    assert site.ended("EventedFlow", run).phase == "succeeded"
    data = site.artifacts("EventedFlow", run, "end")
    assert (data.told, data.triggered) == ("orders", True)

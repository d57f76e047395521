from collections.abc import Callable, Iterator

import httpx
import pytest

from auditor.demo import Demo, serve

Client = Callable[[str], httpx.Client]


@pytest.fixture
def demo() -> Iterator[Demo]:
    with serve() as running:
        yield running


@pytest.fixture
def client(demo: Demo) -> Iterator[Client]:
    """One client per host; names under .localhost are not resolved by every system, so the Host header says it."""
    opened: list[httpx.Client] = []

    def open_client(host: str) -> httpx.Client:
        address = f"http://127.0.0.1:{demo.port}"
        headers = {"Host": f"{host}.localhost:{demo.port}"}
        opened.append(httpx.Client(base_url=address, headers=headers, timeout=10, verify=False))
        return opened[-1]

    yield open_client
    for each in opened:
        each.close()

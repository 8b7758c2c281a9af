import subprocess
import sys

import pytest

SERVER_PARTS = ["grpc", "google", "pymongo", "mongoengine", "nameko", "eventlet"]
SCRIPT = "import {module}, sys; print([name for name in {parts} if name in sys.modules])"


@pytest.mark.parametrize(
    "module",
    [
        "loyalty_sdk",
        "loyalty_sdk.hookspecs",
        "loyalty_sdk.testing",
        "loyalty_hotel.plugin",
        "loyalty_dining.plugin",
        "loyalty_retail.plugin",
        "loyalty_fuel.plugin",
        "loyalty_welcome.plugin",
    ],
)
def test_importing_it_loads_no_part_of_a_server(module: str) -> None:
    script = SCRIPT.format(module=module, parts=SERVER_PARTS)
    output = subprocess.check_output([sys.executable, "-I", "-c", script], text=True, timeout=60)
    assert output.strip() == "[]"

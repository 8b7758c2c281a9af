"""The Python that the pages show to those who call runs against a suite, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from loyalty.points.v1.adjustment_pb2 import Adjustment
from loyalty.points.v1.adjustment_service_pb2 import AdjustPointsRequest
from loyalty.points.v1.member_pb2 import IDENTITY_TYPE_CARD, MemberKey
from loyalty.points.v1.member_service_pb2 import EnrollMemberRequest
from loyalty_local.running.suite import Suite

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "services" / "points" / "docs"
PAGES = (ROOT / "README.md", DOCS / "errors.md", DOCS / "calling.md")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
POINTS = 1000


def test_the_calls_of_the_pages_run_one_after_the_other(
    local_suite: Suite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = the_code(local_suite, tmp_path / "key")
    give_points(local_suite)
    exec(compile(code, "the pages", "exec"), {})  # noqa: S102, it is what the pages show
    _, *told, refund, captured = capsys.readouterr().out.splitlines()
    assert told[0] == f"{POINTS} points would pay 1000 of 2800"
    assert told[1].startswith(f"{POINTS} points paid 1000, ")
    assert re.fullmatch(r"[1-9]\d* points came back, [1-9]\d* were taken back", told[2])
    restored = int(told[2].split()[0])
    assert refund == f"the till gives back {800 - restored} cents of USD"
    assert captured == "3 points were spent"


def the_code(suite: Suite, key: Path) -> str:
    """Return all that the pages show, at the suite's address, with its store and key."""
    code = "\n".join("\n".join(BLOCK.findall(page.read_text())) for page in PAGES)
    key.write_text(suite.keys.till("retail"))
    here = {"127.0.0.1:50051": suite.address, ".cache/local/keys/retail-tills": str(key)}
    for there, instead in {**here, 'store_id="384"': 'store_id="1"'}.items():
        assert there in code
        code = code.replace(there, instead)
    return code


def give_points(suite: Suite) -> None:
    """Enroll the member of the README, and give what points can pay the most with."""
    operator = suite.operator
    enrolment = EnrollMemberRequest(request_id="pages-1")
    card = enrolment.identities.add(type=IDENTITY_TYPE_CARD, value="CJ-001873")
    operator.call(operator.members.EnrollMember, enrolment)
    gift = Adjustment(
        member=MemberKey(identity=card),
        points=POINTS,
        funder="group",
        reason="goodwill",
        operator_id="ann",
    )
    request = AdjustPointsRequest(request_id="pages-2", adjustment=gift)
    operator.call(operator.adjustments.AdjustPoints, request)

"""Adjustments that wait for a second operator: found, listed, and kept as answers."""

from __future__ import annotations

from loyalty_chassis.calls import Call
from loyalty_chassis.storage.requests import Earlier
from pydantic import TypeAdapter
from ulid import ULID

from loyalty_points.domain.accounts.adjusting import Proposal, ProposalState
from loyalty_points.domain.errors import ProposalClosed
from loyalty_points.store import reading
from loyalty_points.use_cases.parts import Parts

_PROPOSAL = TypeAdapter(Proposal)


def open_proposal(proposal_id: str) -> Proposal:
    """Return a proposal that can be decided. Raises ProposalNotFound or ProposalClosed."""
    proposal = reading.read_proposal(proposal_id)
    if proposal.state is not ProposalState.OPEN:
        raise ProposalClosed(
            f"the proposal was {proposal.state} already",
            {"proposal_id": proposal_id, "state": proposal.state},
        )
    return proposal


def list_proposals(
    parts: Parts, call: Call, state: ProposalState | None, page_size: int, page_token: str
) -> tuple[list[Proposal], str]:
    """Return a page of proposals, newest first, and the token of the next page.

    Raises NotGranted or InvalidField (page token).
    """
    call.caller.require_group()
    query = f"proposals|{state or ''}"
    before = ""
    if page_token:
        before = str(ULID.from_int(parts.page_tokens.open(query, page_token)))
    found = reading.read_proposals(state, before, page_size + 1)
    page = found[:page_size]
    if len(found) == len(page):
        return page, ""
    last = int(ULID.from_str(page[-1].proposal_id))
    return page, parts.page_tokens.make(query, last)


def to_answer(proposal: Proposal) -> bytes:
    """Return a proposal as a request's answer, to be given again as it was."""
    return _PROPOSAL.dump_json(proposal)


def proposal_of(earlier: Earlier) -> Proposal:
    """Return the proposal that an earlier request was answered with."""
    return _PROPOSAL.validate_json(earlier.answer or b"")

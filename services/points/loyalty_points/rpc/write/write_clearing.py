"""How the parties settle, and what came of it, to messages."""

from __future__ import annotations

from datetime import datetime

from loyalty.points.v1 import clearing_service_pb2 as pb
from loyalty.points.v1 import program_pb2

from loyalty_points.domain.clearing.clearing import ClosedPeriod, PairTotal, positions
from loyalty_points.domain.clearing.liability import Liability
from loyalty_points.domain.instants import from_ms
from loyalty_points.domain.programs.transfer_prices import Clearing, TransferPrice
from loyalty_points.rpc.times import write_time
from loyalty_points.use_cases.clearing.get_clearing import ClearingStatement


def write_terms(clearing: Clearing) -> program_pb2.Clearing:
    """Return the message of how the parties settle."""
    return program_pb2.Clearing(
        currency_code=clearing.currency_code,
        default_price=_write_price(clearing.default_price),
        pair_prices=[
            program_pb2.PairPrice(
                debtor=pair.debtor, creditor=pair.creditor, price=_write_price(pair.price)
            )
            for pair in clearing.pair_prices
        ],
    )


def _write_price(price: TransferPrice) -> program_pb2.TransferPrice:
    return program_pb2.TransferPrice(points=price.points, amount_minor=price.amount_minor)


def write_clearing_statement(
    told: ClearingStatement | ClosedPeriod,
) -> pb.ClearingStatement:
    """Return the message of who owes whom for a period."""
    return pb.ClearingStatement(
        period=told.period,
        start_time=write_time(told.start_time),
        end_time=write_time(told.end_time),
        time_zone=told.time_zone,
        currency_code=told.currency_code,
        pairs=[_write_pair(pair) for pair in told.pairs],
        positions=[
            pb.ClearingPosition(
                party=each.party, points=each.points, amount_minor=each.amount_minor
            )
            for each in positions(told.pairs)
        ],
        entry_count=told.entry_count,
    )


def _write_pair(pair: PairTotal) -> pb.ClearingPair:
    return pb.ClearingPair(
        debtor=pair.debtor,
        creditor=pair.creditor,
        points=pair.points,
        amount_minor=pair.amount_minor,
    )


def write_close(closed: ClosedPeriod) -> pb.ClearingClose:
    """Return the message of a closed period."""
    return pb.ClearingClose(
        number=closed.number,
        statement=write_clearing_statement(closed),
        close_time=write_time(closed.close_time),
        client_id=closed.client_id,
        account_count=closed.account_count,
        close_hash=closed.close_hash,
    )


def write_liability(liability: Liability) -> pb.Liability:
    """Return the message of what members hold."""
    instant: datetime = from_ms(liability.now_ms)
    return pb.Liability(
        as_of_time=write_time(instant),
        time_zone=liability.time_zone,
        lines=[
            pb.LiabilityLine(
                funder=place[0],
                expire_month=place[1],
                active_points=liability.active[place],
                pending_points=liability.pending[place],
                held_points=liability.held[place],
                due_points=liability.due[place],
            )
            for place in liability.places
        ],
        funders=[
            pb.FunderTotal(
                funder=funder,
                outstanding_points=liability.outstanding(funder),
                debt_points=liability.debt[funder],
                breakage_points=liability.breakage[funder],
            )
            for funder in liability.funders
        ],
    )

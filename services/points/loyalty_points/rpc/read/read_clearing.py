"""How the parties settle, and periods of clearing, from messages."""

from __future__ import annotations

from datetime import date

from iso4217 import Currency
from loyalty.points.v1 import program_pb2 as pb
from loyalty_chassis.callers import GROUP
from loyalty_chassis.validation import Fields

from loyalty_points.domain.clearing.periods import Period
from loyalty_points.domain.programs.transfer_prices import Clearing, PairPrice, TransferPrice

PAIR_PRICES_MAX = 1000
PRICE_MAX = 10**9
_CURRENCIES = frozenset(currency.code for currency in Currency)
_NO_PERIOD = Period(date(1970, 1, 1), date(1970, 1, 1))


def read_clearing(fields: Fields, message: pb.Program) -> Clearing | None:
    """Return how the parties settle, or note what is wrong; None where it is unset."""
    if not message.HasField("clearing"):
        return None
    clearing, path = message.clearing, "program.clearing"
    if clearing.currency_code not in _CURRENCIES:
        fields.wrong(f"{path}.currency_code", "must be an ISO 4217 code, such as USD")
    parties = {business.business_id for business in message.businesses} | {GROUP}
    return Clearing(
        currency_code=clearing.currency_code,
        default_price=_read_price(
            fields,
            clearing.default_price,
            f"{path}.default_price",
            is_set=clearing.HasField("default_price"),
        ),
        pair_prices=_read_pairs(fields, clearing, parties, f"{path}.pair_prices"),
    )


def _read_pairs(
    fields: Fields, clearing: pb.Clearing, parties: set[str], path: str
) -> tuple[PairPrice, ...]:
    if not fields.count(clearing.pair_prices, path, 0, PAIR_PRICES_MAX):
        return ()
    fields.unlike(
        (f"{path}[{index}].creditor", f"{pair.debtor} to {pair.creditor}")
        for index, pair in enumerate(clearing.pair_prices)
    )
    return tuple(
        _read_pair(fields, pair, parties, f"{path}[{index}]")
        for index, pair in enumerate(clearing.pair_prices)
    )


def _read_pair(fields: Fields, pair: pb.PairPrice, parties: set[str], path: str) -> PairPrice:
    for name, party in (("debtor", pair.debtor), ("creditor", pair.creditor)):
        if party not in parties:
            fields.wrong(f"{path}.{name}", f'must be a business of the program, or "{GROUP}"')
    if pair.debtor == pair.creditor:
        fields.wrong(f"{path}.creditor", "must be another than the debtor")
    price = _read_price(fields, pair.price, f"{path}.price", is_set=pair.HasField("price"))
    return PairPrice(debtor=pair.debtor, creditor=pair.creditor, price=price)


def _read_price(
    fields: Fields, message: pb.TransferPrice, path: str, *, is_set: bool
) -> TransferPrice:
    if not is_set:
        fields.wrong(path, "must be set")
        return TransferPrice(points=1, amount_minor=0)
    fields.whole(message.points, f"{path}.points", 1, PRICE_MAX)
    fields.whole(message.amount_minor, f"{path}.amount_minor", 0, PRICE_MAX)
    return TransferPrice(points=message.points, amount_minor=message.amount_minor)


def read_period(fields: Fields, text: str) -> Period:
    """Return the period that a text names, or note what is wrong."""
    period = Period.parse(text)
    if period is None or period.text != text:
        fields.wrong("period", 'must be as "2026-06" or, not a month, "2026-06-01/2026-06-14"')
        return _NO_PERIOD
    return period

"""Programs, to messages."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from loyalty.points.v1 import program_pb2 as pb

from loyalty_points.domain.programs.program import (
    Business,
    EarningBase,
    HouseholdLeave,
    PluginConfig,
    Program,
    TransferLimits,
)
from loyalty_points.rpc.enums import numbers_of
from loyalty_points.rpc.times import write_time
from loyalty_points.rpc.write.write_clearing import write_terms
from loyalty_points.rpc.write.write_journeys import write_journey, write_journey_policy
from loyalty_points.rpc.write.write_limits import write_max_hold, write_member_limits, write_span
from loyalty_points.rpc.write.write_policies import (
    write_expiry,
    write_notices,
    write_tier,
    write_tier_policy,
)
from loyalty_points.rpc.write.write_segments import write_segment_policy

_BASES = numbers_of(pb.EarningBase, EarningBase)
_LEAVES = numbers_of(pb.HouseholdLeave, HouseholdLeave)


def write_program(program: Program) -> pb.Program:
    """Return the message of a program."""
    limits = program.limits
    return pb.Program(
        version=program.version,
        effective_time=write_time(program.effective_time),
        publish_time=write_time(program.publish_time),
        publish_client_id=program.publish_client_id,
        time_zone=program.time_zone,
        businesses=[_write_business(business) for business in program.businesses],
        group_plugins=[_write_plugin(config) for config in program.group_plugins],
        tiers=[write_tier(tier) for tier in program.tiers],
        tier_window_days=program.tier_window_days,
        expiry=write_expiry(program.expiry),
        limits=pb.Limits(
            max_purchase_age=Duration(seconds=limits.max_purchase_age_seconds),
            max_future_skew=Duration(seconds=limits.max_future_skew_seconds),
            max_points_per_purchase=limits.max_points_per_purchase,
            transfers=_write_transfers(limits.transfers) if limits.transfers else None,
            max_unapproved_adjustment_points=limits.max_unapproved_adjustment_points,
            members=write_member_limits(limits.members),
            max_claim_age=write_span(limits.max_claim_age_seconds),
            max_hold=write_max_hold(limits.max_hold_seconds),
        ),
        earning_base=_BASES[program.earning_base],
        tier_policy=write_tier_policy(program.tier_policy),
        return_grace_days=program.return_grace_days,
        household_leave=_LEAVES[program.household_leave],
        clearing=write_terms(program.clearing) if program.clearing else None,
        journeys=[write_journey(journey) for journey in program.journeys],
        journey_policy=write_journey_policy(program.journey_policy),
        notices=write_notices(program.notices),
        segment_policy=write_segment_policy(program.segment_policy),
    )


def _write_transfers(transfers: TransferLimits) -> pb.TransferLimits:
    return pb.TransferLimits(
        max_points_per_transfer=transfers.max_points_per_transfer,
        max_points_per_day=transfers.max_points_per_day,
    )


def _write_business(business: Business) -> pb.Business:
    return pb.Business(
        business_id=business.business_id,
        display_name=business.display_name,
        time_zone=business.time_zone,
        currency_code=business.currency_code,
        stores=[
            pb.Store(store_id=store.store_id, time_zone=store.time_zone)
            for store in business.stores
        ],
        plugins=[_write_plugin(config) for config in business.plugins],
        expiry=write_expiry(business.expiry) if business.expiry else None,
        max_points_per_day=business.max_points_per_day,
    )


def _write_plugin(config: PluginConfig) -> pb.PluginConfig:
    return pb.PluginConfig(plugin=config.plugin, settings_json=config.settings_json)

"""Programs: what is allowed after all, and what more is wrong."""

from __future__ import annotations

import json

from loyalty.points.v1 import program_pb2

from support.requests.nonsense.rows import (
    DAY,
    MEMBER_ID,
    PLUGINS,
    REQUEST_ID,
    ROLLING,
    SECOND,
    UNKNOWN_ID,
    ZONES,
    Expect,
    Row,
    at,
    expiry,
    late_copy,
    later_tier,
    missing,
    row,
    settings,
    to,
)

PROGRAMS: dict[str, Row] = {
    # Programs
    "CheckProgramRequest.program": row(),
    "PublishProgramRequest.request_id": REQUEST_ID,
    "PublishProgramRequest.program": row(),
    "GetProgramRequest.version": row("unset", instead={"largest": missing("PROGRAM", "version")}),
    "GetProgramRequest.time": row(
        "unset",
        before_the_first=at("time", -1001 * DAY),
        instead={"before the first": missing("PROGRAM", "time")},
    ),
    "ListProgramsRequest.page_size": row("zero", "largest"),
    "ListProgramsRequest.page_token": row("empty"),
    "Program.version": Row(everything=True),
    "Program.effective_time": row(
        past=at("effective_time", -DAY),
        too_soon=at("effective_time", 59 * SECOND),
    ),
    "Program.publish_time": Row(everything=True),
    "Program.publish_client_id": Row(everything=True),
    "Program.time_zone": Row(more=ZONES),
    "Program.businesses": row(maximum=100),
    "Program.group_plugins": row(
        maximum=20, instead={"none": Expect(field="journeys[2].trigger.plugin")}
    ),
    "Program.tiers": row(
        maximum=20,
        level=later_tier(10),
        falling=later_tier(9),
        instead={"none": Expect(field="journeys[0].condition.tier_ids[0]")},
    ),
    "Program.tier_window_days": row(
        too_long=to("tier_window_days", 1097),
    ),
    "Program.expiry": row("empty message"),
    "Program.tier_policy": row("unset", "empty message"),
    "Program.household_leave": row("unset enum"),
    "Program.return_grace_days": row("zero", more_than_a_year=to("return_grace_days", 367)),
    "Program.limits": row(),
    "Program.clearing": row("unset"),
    "Clearing.currency_code": row(
        unknown=to("currency_code", "ZZZ"), lower_case=to("currency_code", "usd")
    ),
    "Clearing.default_price": row(),
    "Clearing.pair_prices": row("none", maximum=1000),
    "PairPrice.debtor": row(
        unknown=to("debtor", "casino"),
        the_creditor=to("debtor", "group"),
        instead={"the creditor": Expect(field="creditor")},
    ),
    "PairPrice.creditor": row(unknown=to("creditor", "casino"), the_debtor=to("creditor", "hotel")),
    "PairPrice.price": row(),
    "TransferPrice.points": row(too_large=to("points", 10**9 + 1)),
    "TransferPrice.amount_minor": row("zero", too_large=to("amount_minor", 10**9 + 1)),
    "Program.earning_base": row("unset enum"),
    "Program.journeys": row("none", maximum=50),
    "Program.journey_policy": row("unset", "empty message"),
    "Program.notices": row("unset", "empty message"),
    "NoticePolicy.expiring_soon_days": row("zero", too_long=to("expiring_soon_days", 367)),
    "NoticePolicy.tier_at_risk_days": row("zero", too_long=to("tier_at_risk_days", 367)),
    "Program.segment_policy": row("unset"),
    "SegmentPolicy.window_days": row(too_long=to("window_days", 1097)),
    "SegmentPolicy.active_days": row(
        as_long_as_at_risk=to("active_days", 90),
        instead={"as long as at risk": Expect(field="at_risk_days")},
    ),
    "SegmentPolicy.at_risk_days": row(
        too_long=to("at_risk_days", 1097), as_short_as_active=to("at_risk_days", 30)
    ),
    "SegmentPolicy.frequency_counts": row(
        "none",
        maximum=4,
        falling=lambda holder: holder.frequency_counts.append(11),
        too_often=lambda holder: holder.frequency_counts.append(10**6 + 1),
    ),
    "SegmentPolicy.monetary_amounts_minor": row(
        "none",
        maximum=4,
        falling=lambda holder: holder.monetary_amounts_minor.append(50_000),
        too_much=lambda holder: holder.monetary_amounts_minor.append(10**12 + 1),
    ),
    "RebuildSegmentsRequest.from_time": row("unset"),
    "Journey.journey_id": row(upper_case=to("journey_id", "Hello")),
    "Journey.trigger": row(),
    "Journey.condition": row("unset", "empty message"),
    "Journey.action": row(),
    "JourneyTrigger.kind": row(),
    "JourneyTrigger.days": row(
        maximum=20,
        falling=lambda holder: holder.days.append(5),
        too_long=lambda holder: holder.days.append(3651),
    ),
    "JourneyTrigger.business_id": row("empty", unknown=to("business_id", "casino")),
    "JourneyTrigger.tier_ids": row("none", maximum=20),
    "JourneyTrigger.plugin": row(not_the_groups=to("plugin", "own")),
    "JourneyCondition.any_tags": row("none", maximum=20),
    "JourneyCondition.no_tags": row("none", maximum=20),
    "JourneyCondition.tier_ids": row("none", maximum=20),
    "JourneyCondition.any_segments": row("none", maximum=20),
    "JourneyCondition.home_business_ids": row("none", maximum=20),
    "JourneyCondition.min_available_points": row(
        "zero", too_large=to("min_available_points", 10**12 + 1)
    ),
    "JourneyAction.kind": row(),
    "JourneyAction.points": row(too_large=to("points", 10**9 + 1)),
    "JourneyAction.funder": row(unknown=to("funder", "casino")),
    "JourneyAction.reason": row(),
    "JourneyAction.event_name": row(),
    "JourneyAction.attributes": row("none", maximum=20),
    "JourneyAction.subscription_id": row(
        malformed=to("subscription_id", "1"), unknown=to("subscription_id", UNKNOWN_ID)
    ),
    "JourneyAction.plugin": row(not_the_groups=to("plugin", "own")),
    "PreviewJourneyRequest.journey_id": row(
        unknown=to("journey_id", "nothing"), instead={"unknown": missing("JOURNEY", "journey_id")}
    ),
    "PreviewJourneyRequest.program_version": row(
        instead={
            "zero": missing("JOURNEY", "journey_id"),
            "largest": missing("PROGRAM", "version"),
        }
    ),
    "PreviewJourneyRequest.day": row(
        "empty", no_such_day=to("day", "2026-02-30"), without_dashes=to("day", "20261125")
    ),
    "ListReachesRequest.member_id": MEMBER_ID,
    "ListReachesRequest.page_size": row("zero", "largest"),
    "ListReachesRequest.page_token": row("empty"),
    "JourneyPolicy.run_at": row("empty", no_such_time=to("run_at", "24:00")),
    "JourneyPolicy.quiet_start": row(
        no_such_time=to("quiet_start", "7:00"), instead={"empty": Expect(field="quiet_end")}
    ),
    "JourneyPolicy.quiet_end": row(the_start=to("quiet_end", "21:00")),
    "JourneyPolicy.max_per_week": row("zero", too_many=to("max_per_week", 101)),
    "Business.business_id": row(
        the_group=to("business_id", "group"),
        upper_case=to("business_id", "Hotel"),
    ),
    "Business.display_name": row("look-alike", "digits of another script", "space before"),
    "Business.time_zone": Row(more=ZONES),
    "Business.currency_code": row(
        unknown=to("currency_code", "ZZZ"), lower_case=to("currency_code", "usd")
    ),
    "Business.stores": row(maximum=2000, same_id=late_copy("stores", "time_zone")),
    "Business.plugins": PLUGINS,
    "Business.max_points_per_day": row("zero", too_large=to("max_points_per_day", 10**12 + 1)),
    "Business.expiry": row("unset", "empty message"),
    "Store.store_id": row(),
    "Store.time_zone": Row(frozenset({"empty"}), more=ZONES),
    "PluginConfig.plugin": row(unknown=to("plugin", "lottery")),
    "PluginConfig.settings_json": Row(
        frozenset({"space before", "line break after"}),
        more={
            "a list": settings("[]"),
            "a number": settings("1"),
            "not JSON": settings("{'rate': 1}"),
            "cut off": settings('{"rate": 1'),
            "nested too deep": settings("[" * 60_000),
            "a field unknown": settings('{"rate": 1, "luck": 7}'),
            "65 KiB": settings(json.dumps({"rate": 1, "pad": "a" * 65 * 1024})),
        },
    ),
    "Tier.tier_id": row(),
    "Tier.display_name": row("look-alike", "digits of another script", "space before"),
    "Tier.qualifying_points": row("zero", too_large=to("qualifying_points", 10**12 + 1)),
    "Tier.benefits": row("none", maximum=50),
    "Tier.qualifying_amount_minor": row(
        "zero", too_large=to("qualifying_amount_minor", 10**12 + 1)
    ),
    "TierPolicy.qualify_by": row("unset enum"),
    "TierPolicy.period": row("unset enum"),
    "TierPolicy.downgrade": row("unset enum"),
    "TierPolicy.grace_days": row("zero", more_than_a_year=to("grace_days", 367)),
    # The policy is one of days of the year: what counts is not for it.
    "ExpiryPolicy.months": row("zero", too_long=expiry(months=601, rounding=1)),
    "ExpiryPolicy.rounding": row(
        "unset enum",
        unset_where_months_count=expiry(months=1),
        unset_where_days_count=expiry(kind=ROLLING, count=1, unit=1),
    ),
    "ExpiryPolicy.kind": row(),
    "ExpiryPolicy.count": row(
        "zero",
        for_never=expiry(kind=program_pb2.EXPIRY_KIND_NEVER, count=1),
        too_many_days=expiry(kind=ROLLING, count=36_526, unit=1, rounding=1),
        too_many_months=expiry(kind=ROLLING, count=1201, unit=2, rounding=1),
        too_many_years=expiry(kind=ROLLING, count=101, unit=3, rounding=1),
        no_inactivity=expiry(kind=program_pb2.EXPIRY_KIND_INACTIVITY, unit=1, rounding=1),
    ),
    "ExpiryPolicy.unit": row(
        "unset enum", unset_where_it_counts=expiry(kind=ROLLING, count=1, rounding=1)
    ),
    "ExpiryPolicy.calendar_days": row(
        maximum=31,
        no_such_day=expiry(kind=program_pb2.EXPIRY_KIND_CALENDAR, calendar_days=["02-30"]),
        rolling=expiry(kind=ROLLING, count=1, unit=1, rounding=1, calendar_days=["06-30"]),
    ),
    "Limits.max_purchase_age": row(
        too_short=lambda holder: holder.max_purchase_age.FromSeconds(59),
        too_long=lambda holder: holder.max_purchase_age.FromSeconds(1100 * 86_400 + 1),
    ),
    "Limits.max_future_skew": row(
        "unset", too_long=lambda holder: holder.max_future_skew.FromSeconds(3601)
    ),
    "Limits.max_hold": row(
        "unset",
        nothing=lambda holder: holder.max_hold.FromSeconds(0),
        too_long=lambda holder: holder.max_hold.FromSeconds(366 * 86_400 + 1),
    ),
    "Limits.max_points_per_purchase": row(too_large=to("max_points_per_purchase", 10**12 + 1)),
    "Limits.members": row("unset", "empty message"),
    **{
        f"MemberLimits.{name}": row("zero", too_large=to(name, 10**12 + 1))
        for name in (
            "max_earned_points_per_day",
            "max_earned_points_per_month",
            "max_redeemed_points_per_day",
            "max_redeemed_points_per_month",
        )
    },
    "MemberLimits.max_redemptions": row("zero", too_many=to("max_redemptions", 101)),
    "MemberLimits.redemption_span": row(
        nothing=lambda holder: holder.redemption_span.FromSeconds(0),
        too_long=lambda holder: holder.redemption_span.FromSeconds(31 * 86_400 + 1),
    ),
    "Limits.max_claim_age": row(
        "unset",
        too_short=lambda holder: holder.max_claim_age.FromSeconds(59),
        too_long=lambda holder: holder.max_claim_age.FromSeconds(1100 * 86_400 + 1),
    ),
    "Limits.transfers": row("unset"),
    "Limits.max_unapproved_adjustment_points": row(
        "zero", too_large=to("max_unapproved_adjustment_points", 10**12 + 1)
    ),
    "TransferLimits.max_points_per_transfer": row(
        too_large=to("max_points_per_transfer", 10**12 + 1)
    ),
    "TransferLimits.max_points_per_day": row(too_large=to("max_points_per_day", 10**12 + 1)),
}

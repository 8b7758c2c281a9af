"""What the points service refuses. The tree's root is in `loyalty_chassis.errors`."""

from __future__ import annotations

from loyalty_chassis.errors import AlreadyExists, NotFound, Refused


class MemberNotFound(NotFound):
    """No member has this id or identity."""

    reason = "MEMBER_NOT_FOUND"


class BusinessNotFound(NotFound):
    """The program in force has no such business."""

    reason = "BUSINESS_NOT_FOUND"


class StoreNotFound(NotFound):
    """The business has no such store."""

    reason = "STORE_NOT_FOUND"


class ParkedEventNotFound(NotFound):
    """No event of this id is parked."""

    reason = "PARKED_EVENT_NOT_FOUND"


class ProgramNotFound(NotFound):
    """No such version, or none in force at that time."""

    reason = "PROGRAM_NOT_FOUND"


class IdentityNotLinked(NotFound):
    """The member does not have this identity."""

    reason = "IDENTITY_NOT_LINKED"


class IdentityInUse(AlreadyExists):
    """The identity belongs to a member already."""

    reason = "IDENTITY_IN_USE"


class ReceiptAlreadyRecorded(AlreadyExists):
    """The receipt was recorded under another request id."""

    reason = "RECEIPT_ALREADY_RECORDED"


class InsufficientPoints(Refused):
    """The member has fewer points available than are to be spent."""

    reason = "INSUFFICIENT_POINTS"


class BurnNotOffered(Refused):
    """No rule lets points pay for this purchase."""

    reason = "BURN_NOT_OFFERED"


class BurnTooSmall(Refused):
    """Fewer points than the terms ask for at least."""

    reason = "BURN_TOO_SMALL"


class JourneyNotFound(NotFound):
    """The program declares no such journey."""

    reason = "JOURNEY_NOT_FOUND"


class EntryNotFound(NotFound):
    """No entry of that id, or none that this caller may see."""

    reason = "ENTRY_NOT_FOUND"


class HoldNotFound(NotFound):
    """The account has no such hold, or not any more."""

    reason = "HOLD_NOT_FOUND"


class HoldLapsed(Refused):
    """The hold's deadline has passed."""

    reason = "HOLD_LAPSED"


class CaptureTooLarge(Refused):
    """More points are to be captured than were held."""

    reason = "CAPTURE_TOO_LARGE"


class NotReversible(Refused):
    """The entry is neither a purchase nor a redemption."""

    reason = "NOT_REVERSIBLE"


class ReturnExceedsPurchase(Refused):
    """More is returned than was bought and not returned yet."""

    reason = "RETURN_EXCEEDS_PURCHASE"


class VoidTooLate(Refused):
    """The till's day is over, or part of the purchase was returned: it can only be returned."""

    reason = "VOID_TOO_LATE"


class NothingPending(Refused):
    """The purchase has no points that wait to be confirmed or cancelled."""

    reason = "NOTHING_PENDING"


class MemberFrozen(Refused):
    """The member may neither earn nor spend until an operator says so."""

    reason = "MEMBER_FROZEN"


class TransfersNotAllowed(Refused):
    """The program in force does not let members transfer points."""

    reason = "TRANSFERS_NOT_ALLOWED"


class ApprovalNeeded(Refused):
    """An adjustment of so many points needs a second operator: propose it."""

    reason = "APPROVAL_NEEDED"


class ProposalNotFound(NotFound):
    """No proposal has this id."""

    reason = "PROPOSAL_NOT_FOUND"


class ProposalClosed(Refused):
    """The proposal was approved or rejected, or its points would have expired by now."""

    reason = "PROPOSAL_CLOSED"


class SecondOperatorNeeded(Refused):
    """Who proposes an adjustment cannot approve it."""

    reason = "SECOND_OPERATOR_NEEDED"


class StoreFrozen(Refused):
    """Nothing is earned, spent or held at this store until an operator says so."""

    reason = "STORE_FROZEN"


class ClaimNotOffered(Refused):
    """The program in force does not let purchases without a member be claimed."""

    reason = "CLAIM_NOT_OFFERED"


class ClaimCodeInvalid(NotFound):
    """No purchase that this caller may see has this claim code."""

    reason = "CLAIM_CODE_INVALID"


class ClaimCodeUsed(Refused):
    """The purchase was claimed already, or withdrawn."""

    reason = "CLAIM_CODE_USED"


class ClaimTooLate(Refused):
    """The time in which the purchase could be claimed is over."""

    reason = "CLAIM_TOO_LATE"


class MemberMerged(Refused):
    """The member was merged into another already."""

    reason = "MEMBER_MERGED"


class InHousehold(Refused):
    """The member shares an account, or has a household: that has to end first."""

    reason = "IN_HOUSEHOLD"


class HouseholdNotFound(NotFound):
    """The member has no household, or is in none."""

    reason = "HOUSEHOLD_NOT_FOUND"


class HoldsOpen(Refused):
    """Points are set aside for the member: capture or release them first."""

    reason = "HOLDS_OPEN"


class MemberClosed(Refused):
    """The member was closed, for good."""

    reason = "MEMBER_CLOSED"


class PeriodNotOver(Refused):
    """A period is closed five minutes after its end at the earliest."""

    reason = "PERIOD_NOT_OVER"


class PeriodOutOfOrder(Refused):
    """The period overlaps one that was closed, or leaves a gap after the last."""

    reason = "PERIOD_OUT_OF_ORDER"


class CloseNotFound(NotFound):
    """The period was not closed."""

    reason = "CLOSE_NOT_FOUND"


class SubscriptionNotFound(NotFound):
    """No subscription of this id, or none that this caller may see."""

    reason = "SUBSCRIPTION_NOT_FOUND"


class DeliveryNotFound(NotFound):
    """The event is not, or not any more, among what was sent to the subscription."""

    reason = "DELIVERY_NOT_FOUND"


class DeliveryDone(Refused):
    """The receiver has taken the event: there is nothing to send again."""

    reason = "DELIVERY_DONE"

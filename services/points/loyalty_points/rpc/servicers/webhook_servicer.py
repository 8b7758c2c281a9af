"""WebhookService."""

from __future__ import annotations

import grpc
from loyalty.points.v1 import webhook_service_pb2 as pb
from loyalty.points.v1 import webhook_service_pb2_grpc
from loyalty_chassis.calls import current_call
from loyalty_chassis.validation import Fields

from loyalty_points.rpc.ids import BUSINESS_ID, BUSINESS_ID_WORDS, FEW, read_page_size
from loyalty_points.rpc.read.read_webhook import (
    OVERLAP_SECONDS_MAX,
    read_delivery_state,
    read_event_id,
    read_event_types,
    read_is_enabled,
    read_subscription_id,
    read_url,
)
from loyalty_points.rpc.write.write_webhook import write_delivery, write_subscription
from loyalty_points.use_cases.parts import Parts
from loyalty_points.use_cases.webhooks.create_subscription import create_subscription
from loyalty_points.use_cases.webhooks.delete_subscription import delete_subscription
from loyalty_points.use_cases.webhooks.look_up_webhooks import list_deliveries, list_subscriptions
from loyalty_points.use_cases.webhooks.retry_delivery import retry_delivery
from loyalty_points.use_cases.webhooks.rotate_secret import rotate_secret
from loyalty_points.use_cases.webhooks.update_subscription import update_subscription
from loyalty_points.use_cases.webhooks.webhook_commands import (
    CreateSubscription,
    DeleteSubscription,
    RetryDelivery,
    RotateSecret,
    UpdateSubscription,
)


class WebhookServicer(webhook_service_pb2_grpc.WebhookServiceServicer):
    """Reads each request, runs its use case, writes the answer."""

    def __init__(self, parts: Parts) -> None:
        """Serve with these parts."""
        self._parts = parts

    def CreateSubscription(  # noqa: N802
        self, request: pb.CreateSubscriptionRequest, _context: grpc.ServicerContext
    ) -> pb.CreateSubscriptionResponse:
        """Subscribe an address."""
        fields = Fields()
        fields.request_id(request.request_id)
        fields.matches(request.business_id, "business_id", BUSINESS_ID, BUSINESS_ID_WORDS)
        command = CreateSubscription(
            request.business_id,
            read_url(fields, request.url, self._parts.webhook_addresses),
            read_event_types(fields, request.event_types),
        )
        fields.finish()
        told = create_subscription(self._parts, current_call(), request.request_id, command)
        return pb.CreateSubscriptionResponse(
            subscription=write_subscription(told.subscription), secret=told.secret
        )

    def UpdateSubscription(  # noqa: N802
        self, request: pb.UpdateSubscriptionRequest, _context: grpc.ServicerContext
    ) -> pb.UpdateSubscriptionResponse:
        """Replace what a subscription is."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = UpdateSubscription(
            read_subscription_id(fields, request.subscription_id),
            read_url(fields, request.url, self._parts.webhook_addresses),
            read_event_types(fields, request.event_types),
            read_is_enabled(fields, request.state),
        )
        fields.finish()
        changed = update_subscription(self._parts, current_call(), request.request_id, command)
        return pb.UpdateSubscriptionResponse(subscription=write_subscription(changed))

    def DeleteSubscription(  # noqa: N802
        self, request: pb.DeleteSubscriptionRequest, _context: grpc.ServicerContext
    ) -> pb.DeleteSubscriptionResponse:
        """Delete a subscription."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = DeleteSubscription(read_subscription_id(fields, request.subscription_id))
        fields.finish()
        delete_subscription(self._parts, current_call(), request.request_id, command)
        return pb.DeleteSubscriptionResponse()

    def ListSubscriptions(  # noqa: N802
        self, request: pb.ListSubscriptionsRequest, _context: grpc.ServicerContext
    ) -> pb.ListSubscriptionsResponse:
        """List the caller's subscriptions."""
        fields = Fields()
        size = read_page_size(fields, request.page_size)
        fields.finish()
        page, token = list_subscriptions(self._parts, current_call(), size, request.page_token)
        return pb.ListSubscriptionsResponse(
            subscriptions=[write_subscription(each) for each in page], next_page_token=token
        )

    def RotateSecret(  # noqa: N802
        self, request: pb.RotateSecretRequest, _context: grpc.ServicerContext
    ) -> pb.RotateSecretResponse:
        """Give a subscription a new secret."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = RotateSecret(
            read_subscription_id(fields, request.subscription_id),
            fields.whole(request.overlap_seconds, "overlap_seconds", maximum=OVERLAP_SECONDS_MAX),
        )
        fields.finish()
        told = rotate_secret(self._parts, current_call(), request.request_id, command)
        return pb.RotateSecretResponse(
            subscription=write_subscription(told.subscription), secret=told.secret
        )

    def ListDeliveries(  # noqa: N802
        self, request: pb.ListDeliveriesRequest, _context: grpc.ServicerContext
    ) -> pb.ListDeliveriesResponse:
        """List what was sent to a subscription."""
        fields = Fields()
        subscription_id = read_subscription_id(fields, request.subscription_id)
        state = read_delivery_state(fields, request.state)
        size = read_page_size(fields, request.page_size, FEW)
        fields.finish()
        page, token = list_deliveries(
            self._parts, current_call(), subscription_id, state, size, request.page_token
        )
        return pb.ListDeliveriesResponse(
            deliveries=[write_delivery(each) for each in page], next_page_token=token
        )

    def RetryDelivery(  # noqa: N802
        self, request: pb.RetryDeliveryRequest, _context: grpc.ServicerContext
    ) -> pb.RetryDeliveryResponse:
        """Send an event again."""
        fields = Fields()
        fields.request_id(request.request_id)
        command = RetryDelivery(
            read_subscription_id(fields, request.subscription_id),
            read_event_id(fields, request.event_id),
        )
        fields.finish()
        delivery = retry_delivery(self._parts, current_call(), request.request_id, command)
        return pb.RetryDeliveryResponse(delivery=write_delivery(delivery))

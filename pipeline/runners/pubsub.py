"""The subscription that a stream reads: its name, and that it is there before any work starts.

A runner does not say so: the DirectRunner treats a subscription that does not exist as an empty one.
"""

import re

from google.api_core.exceptions import GoogleAPICallError, NotFound, PermissionDenied, Unauthenticated
from google.auth.exceptions import GoogleAuthError
from google.cloud.pubsub_v1 import SubscriberClient

from pipeline.errors import UsageError
from pipeline.runners.bounded import TIMEOUT, answer_within, line

SCHEME = "pubsub:"
_PROJECT = r"(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"
_NAME = r"(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}"
_SUBSCRIPTION = re.compile(f"projects/{_PROJECT}/subscriptions/{_NAME}")
_TOPIC = re.compile(f"projects/({_PROJECT})/topics/({_NAME})")


def subscription(name: str) -> str:
    """The subscription that an input names, as the service calls it: `projects/P/subscriptions/S`.

    UsageError for anything other than `pubsub:projects/P/subscriptions/S`.
    """
    path = name.removeprefix(SCHEME)
    if _SUBSCRIPTION.fullmatch(path):
        return path
    if topic := _TOPIC.fullmatch(path):
        remedy = f"make one with `gcloud pubsub subscriptions create NAME --project={topic[1]} --topic={topic[2]}`"
        raise UsageError(f"{name}: a topic is read through a subscription; {remedy}, and give it")
    raise UsageError(
        f"{name}: not the name of a subscription; give {SCHEME}projects/PROJECT/subscriptions/SUBSCRIPTION"
    )


def check_subscription(path: str, timeout: float = TIMEOUT) -> None:
    """Asks once whether a subscription is there and can be pulled; UsageError if not, within `timeout` seconds."""
    error = answer_within(timeout, lambda: _ask(path, timeout))
    if isinstance(error, UsageError):
        raise error
    if error is not None:
        raise UsageError(f"{SCHEME}{path}: {_remedy(error)}") from error


def _ask(path: str, timeout: float) -> None:
    with SubscriberClient() as client:
        found = client.get_subscription(subscription=path, retry=None, timeout=timeout)
    if found.push_config.push_endpoint:
        endpoint = found.push_config.push_endpoint
        raise UsageError(f"{SCHEME}{path}: it pushes to {endpoint}; create a pull subscription")


def _remedy(error: Exception) -> str:
    if isinstance(error, NotFound):
        return "there is no such subscription; make it with `gcloud pubsub subscriptions create`, or fix the name"
    if isinstance(error, PermissionDenied):
        return "may not be read; grant roles/pubsub.subscriber and roles/pubsub.viewer on it, or fix the name"
    if isinstance(error, (GoogleAuthError, Unauthenticated)):
        return f"no credentials ({line(error)}); run `gcloud auth application-default login`"
    if isinstance(error, (GoogleAPICallError, TimeoutError)):
        return f"Pub/Sub cannot be asked ({line(error)}); look at the network, credentials and PUBSUB_EMULATOR_HOST"
    return f"cannot be asked for ({type(error).__name__}: {line(error)})"

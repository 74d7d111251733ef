"""Hold dangerous actions of AI agents until they are allowed, and never run them otherwise."""

from .approvals import Action, Claim
from .assignment import Assignment
from .callbacks import verify_callback
from .client import Holdpoint
from .errors import (
    BadReceipt, Cancelled, Denied, Expired, Malformed, NotAllowed, Refused, Rejected, TimedOut, Unreachable, UseFallback,
)
from .lease import Lease
from .mirror import Mirror, MirrorCounts
from .permits import Permit
from .receipts import verify_receipt
from .runs import Run
from .shadow import MirroredAnswer, ShadowTools

__version__ = "0.1.0"
__all__ = [
    "Action", "Assignment", "BadReceipt", "Cancelled", "Claim", "Denied", "Expired", "Holdpoint", "Lease", "Malformed",
    "Mirror", "MirrorCounts", "MirroredAnswer", "NotAllowed", "Permit", "Refused", "Rejected", "Run", "ShadowTools",
    "TimedOut", "Unreachable", "UseFallback", "verify_callback", "verify_receipt",
]

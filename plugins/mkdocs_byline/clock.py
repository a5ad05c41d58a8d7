"""The clock: the moment that a build or a command takes for now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)  # Sorts what has no date.


def read_clock(environment: Mapping[str, str]) -> dt.datetime:
    """Return now, or the moment that SOURCE_DATE_EPOCH gives, aware.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    return dt.datetime.now(dt.UTC)

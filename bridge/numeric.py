"""The numbers of the schema: each is of a range, so that what is typed is finite and fits 64 bits."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec

_INT64_MAX = (1 << 63) - 1
_FLOAT64_MAX = sys.float_info.max

Int64 = Annotated[int, msgspec.Meta(le=_INT64_MAX)]
"""A whole number; msgpack has no smaller one than the least of int64."""

Natural = Annotated[int, msgspec.Meta(ge=0, le=_INT64_MAX)]
Finite = Annotated[float, msgspec.Meta(ge=-_FLOAT64_MAX, le=_FLOAT64_MAX)]
Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]

"""The tokens of one state as the set encoder leaves them, as plain arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from model.encoders.context import SeenTokens
from model.runtimes.structs import Flags, Floats, Ints, array_of, flags_of


class TokenArrays(NamedTuple):
    """`model.encoders.context.SeenTokens` of one history without pads: the struct of the same name in tokens.h.

    Args:
        embedded, apart: (N, W).
        offset_px, half_px: (N, 2), 0 without a place.
        covered, scrolls, shortcuts: (N,).
        is_placed: (N,), those with a place come first.
    """

    embedded: Floats
    apart: Floats
    offset_px: Floats
    half_px: Floats
    covered: Floats
    scrolls: Floats
    shortcuts: Ints
    is_placed: Flags

    def behind(self, cells: TokenArrays | None) -> TokenArrays:
        """These tokens behind the cells of the same moment's pictures; None: there are no pictures."""
        if cells is None:
            return self
        return TokenArrays(
            embedded=np.concatenate((cells.embedded, self.embedded)),
            apart=np.concatenate((cells.apart, self.apart)),
            offset_px=np.concatenate((cells.offset_px, self.offset_px)),
            half_px=np.concatenate((cells.half_px, self.half_px)),
            covered=np.concatenate((cells.covered, self.covered)),
            scrolls=np.concatenate((cells.scrolls, self.scrolls)),
            shortcuts=np.concatenate((cells.shortcuts, self.shortcuts)),
            is_placed=np.concatenate((cells.is_placed, self.is_placed)),
        )


def token_arrays(seen: SeenTokens) -> TokenArrays:
    """The tokens of the first history."""
    real = seen.mask[0]
    return TokenArrays(
        embedded=array_of(seen.embedded[0][real]),
        apart=array_of(seen.apart[0][real]),
        offset_px=array_of(seen.offset_px[0][real]),
        half_px=array_of(seen.half_px[0][real]),
        covered=array_of(seen.covered[0][real]),
        scrolls=array_of(seen.scrolls[0][real]),
        shortcuts=seen.shortcuts[0][real].numpy(),
        is_placed=flags_of(seen.is_placed[0][real]),
    )

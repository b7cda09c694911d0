"""Packed layers beside the product in double precision, in both forms that a machine may keep them in."""

from __future__ import annotations

import ctypes
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from model.runtimes import packed
from model.runtimes.compiling import find_compiler
from model.runtimes.packed import packed_layer, packed_layers
from model.runtimes.structs import Floats, pointer_to

SOURCES = Path(packed.__file__).parent
APPLY = """
#include "packed.h"
void apply_it(const uint8_t *layer, const float *bias, const float *vector, float *out, int64_t rows, int64_t columns) {
    apply_packed(layer, 0, bias, vector, out, rows, columns);
}
"""


@pytest.fixture(scope="module", params=["", "-DFLOAT_WEIGHTS"], ids=["as this machine keeps them", "as floats"])
def kernels(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    folder = tmp_path_factory.mktemp("kernels")
    (folder / "apply.c").write_text(APPLY)
    flags = ["-O2", "-march=native", "-fPIC", "-shared", f"-I{SOURCES}", *filter(None, [request.param])]
    sources = [str(folder / "apply.c"), str(SOURCES / "packed.c")]
    command = [find_compiler(os.environ), *flags, "-o", str(folder / "packed.so"), *sources, "-lm"]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(folder / "packed.so"))


def applied(kernels: ctypes.CDLL, weight: Floats, bias: Floats, vector: Floats) -> Floats:
    layer, out, sizes = packed_layer(kernels, weight), np.empty_like(bias), map(ctypes.c_int64, weight.shape)
    kernels.apply_it(*(pointer_to(array) for array in (layer, bias, vector, out)), *sizes)
    return out


@pytest.mark.parametrize("shape", [(64, 256), (768, 256), (144, 48), (5, 3), (600, 24)])
def test_a_packed_layer_gives_what_its_weight_gives(kernels: ctypes.CDLL, shape: tuple[int, int]) -> None:
    random = np.random.default_rng(0)
    weight = random.uniform(-0.06, 0.06, shape).astype(np.float32)
    bias, vector = (random.normal(size=size).astype(np.float32) for size in shape)
    expected = weight.astype(np.float64) @ vector.astype(np.float64) + bias
    assert np.abs(applied(kernels, weight, bias, vector) - expected).max() < 2e-6


def test_each_output_is_as_exact_as_its_own_largest_weight(kernels: ctypes.CDLL) -> None:
    weight = np.ones((3, 4), np.float32) * np.array([[1e-6], [1.0], [1e6]], np.float32)
    weight[:, 1] /= 3.0
    bias, vector = np.zeros(3, np.float32), np.array([0.0, 1.0, 0.0, 0.0], np.float32)
    assert applied(kernels, weight, bias, vector) == pytest.approx(weight[:, 1], rel=3e-7)


@pytest.mark.parametrize("size", [0.0, 1e-45, 3e38])
def test_weights_at_the_ends_of_what_a_float_can_be_stay_finite(kernels: ctypes.CDLL, size: float) -> None:
    weight, bias, vector = np.full((2, 2), size, np.float32), np.ones(2, np.float32), np.full(2, 0.25, np.float32)
    assert applied(kernels, weight, bias, vector) == pytest.approx(weight @ vector + bias, rel=1e-6)


def test_layers_of_one_shape_lie_in_rows(kernels: ctypes.CDLL) -> None:
    weights = np.arange(24, dtype=np.float32).reshape(2, 4, 3).transpose(0, 2, 1)
    rows = packed_layers(kernels, weights)
    for row, weight in zip(rows, weights, strict=True):
        assert row.tolist() == packed_layer(kernels, np.ascontiguousarray(weight)).tolist()

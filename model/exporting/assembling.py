"""The two graphs as one model: what begins a window, then an ONNX Loop over its steps, until one passes the horizon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import onnx
from onnx import TensorProto, compose, helper

from model.actions import MAX_ACTIONS
from model.decoders.drawing import UNIFORMS

Proto = Any  # onnx builds the classes of its messages at run time
ACTION_NUMBERS = 7
UNIFORM_INPUT, DRAWN, COUNT = "uniforms", "drawn", "count"
_OWN, _STEP, _GOES_ON = "own_uniforms", "number", "goes_on"


def assemble(start: Proto, step: Proto, shared: Sequence[str], carried: Sequence[str], shown: Sequence[str]) -> Proto:
    """One model of two.

    Args:
        start: outputs fused, windows, the shared tensors, then those that are carried.
        step: inputs the shared tensors, those that are carried, and its uniforms; outputs those that are carried on,
            the action, whether it lies within the horizon, then what is shown.
        shared: names of the tensors that all steps share.
        carried: names of those that one step tells the next.
        shown: names of what a step was drawn from, each an output with one row a step.
    """
    start, step = _prefixed(start, "start/"), _prefixed(step, "step/")
    found = [output.name for output in start.graph.output]
    named = ["fused", "windows", *(_named("shared", shared)), *(_named("first", carried))]
    nodes = [
        *start.graph.node,
        *(helper.make_node("Identity", [old], [new]) for old, new in zip(found, named, strict=True)),
        helper.make_node("Constant", [], ["most_steps"], value_int=MAX_ACTIONS),
        helper.make_node("Constant", [], ["begins"], value=helper.make_tensor("begins", TensorProto.BOOL, [], [1])),
        helper.make_node(
            "Loop",
            ["most_steps", "begins", *_named("first", carried)],
            [*_named("last", carried), "all_actions", "are_running", *shown],
            body=_body(step, shared, carried, shown),
        ),
        *_counted(),
    ]
    outputs = [
        helper.make_tensor_value_info(DRAWN, TensorProto.INT64, ["actions", ACTION_NUMBERS]),
        helper.make_tensor_value_info(COUNT, TensorProto.INT64, []),
        *(_renamed(value, name) for value, name in zip(start.graph.output, named[:2], strict=False)),
        *(_renamed(value, name, "steps") for value, name in zip(_shown_in(step, carried), shown, strict=True)),
    ]
    uniforms = helper.make_tensor_value_info(UNIFORM_INPUT, TensorProto.DOUBLE, [MAX_ACTIONS, UNIFORMS])
    graph = helper.make_graph(nodes, "tick", [*start.graph.input, uniforms], outputs, [*start.graph.initializer])
    model = helper.make_model(
        graph,
        opset_imports=start.opset_import,
        functions=[*start.functions, *step.functions],
        ir_version=start.ir_version,
    )
    onnx.checker.check_model(model, full_check=False)
    return model


def _body(step: Proto, shared: Sequence[str], carried: Sequence[str], shown: Sequence[str]) -> Proto:
    """A step as the body of a Loop; it takes what is shared, and its uniforms, from around it."""
    graph, known = step.graph, len(shared)
    inputs = [
        helper.make_tensor_value_info(_STEP, TensorProto.INT64, []),
        helper.make_tensor_value_info("went_on", TensorProto.BOOL, []),
        *graph.input[known : known + len(carried)],
    ]
    found = [output.name for output in graph.output]
    named = [*_named("after", carried), "action", "is_running", *(f"{name}_of_step" for name in shown)]
    taken = [
        helper.make_node("Constant", [], ["one_row"], value_ints=[1]),
        helper.make_node("Reshape", [_STEP, "one_row"], ["row"]),
        helper.make_node("Gather", [UNIFORM_INPUT, "row"], [_OWN]),
        *(
            helper.make_node("Identity", [name], [value.name])
            for name, value in zip(_named("shared", shared), graph.input[:known], strict=True)
        ),
        helper.make_node("Identity", [_OWN], [graph.input[-1].name]),
    ]
    given = [
        *(helper.make_node("Identity", [old], [new]) for old, new in zip(found, named, strict=True)),
        helper.make_node("Identity", ["is_running"], [_GOES_ON]),
    ]
    outputs = [
        helper.make_tensor_value_info(_GOES_ON, TensorProto.BOOL, []),
        *(_renamed(value, name) for value, name in zip(graph.output, named, strict=True)),
    ]
    return helper.make_graph([*taken, *graph.node, *given], "step", inputs, outputs, [*graph.initializer])


def _counted() -> list[Proto]:
    """How many steps acted, and their actions alone: all but the one that passed the horizon."""
    return [
        helper.make_node("Cast", ["are_running"], ["have_acted"], to=TensorProto.INT64),
        helper.make_node("ReduceSum", ["have_acted"], [COUNT], keepdims=0),
        helper.make_node("Constant", [], ["from_first"], value_ints=[0]),
        helper.make_node("Constant", [], ["one_count"], value_ints=[1]),
        helper.make_node("Reshape", [COUNT, "one_count"], ["to_count"]),
        helper.make_node("Slice", ["all_actions", "from_first", "to_count"], [DRAWN]),
    ]


def _prefixed(model: Proto, prefix: str) -> Proto:
    return compose.add_prefix(model, prefix, rename_inputs=prefix != "start/", rename_functions=True)


def _named(role: str, names: Sequence[str]) -> list[str]:
    return [f"{role}/{name}" for name in names]


def _shown_in(step: Proto, carried: Sequence[str]) -> Sequence[Proto]:
    outputs: Sequence[Proto] = step.graph.output[len(carried) + 2 :]
    return outputs


def _renamed(value: Proto, name: str, *rows: str) -> Proto:
    """What is known of a value, under another name, with further dimensions before its own."""
    tensor = value.type.tensor_type
    own = [one.dim_value if one.HasField("dim_value") else one.dim_param for one in tensor.shape.dim]
    return helper.make_tensor_value_info(name, tensor.elem_type, [*rows, *own])

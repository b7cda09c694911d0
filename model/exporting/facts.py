"""What stands in a file beside the graph, so that its numbers can be read without this program."""

from __future__ import annotations

import msgspec

from bridge.events import KEYS
from model.actions import HORIZON_MS, MAX_ACTIONS, ActionKind
from model.checkpoint_label import CheckpointLabel
from model.event_table import BUTTONS
from model.runtime import STEADY_SHARPNESS, STEADY_SPREAD
from model.state_features import STATE_FEATURES
from model.vocabulary import FIRST_NAME, NOTHING, UNKNOWN, Vocabulary

HISTORY_COLUMNS = ("offset_s", "kind", "x_px", "y_px", "button", "key", "scroll")
ACTION_COLUMNS = ("wait_ms", "kind", "x_px", "y_px", "button", "key", "scroll")


def file_facts(label: CheckpointLabel) -> dict[str, str]:
    """Names and the JSON behind them, for an ONNX file's metadata.

    Args:
        label: of the checkpoint that the weights come from.
    """
    features = [
        {"name": one.name, "kind": str(one.kind), "classes": one.classes, "is_name": one.is_name}
        for one in STATE_FEATURES
    ]
    facts: dict[str, object] = {
        "state_features": features,
        "state_features_sha256": label.layout.digest,
        "vocabulary": label.vocabulary,
        "vocabulary_sha256": Vocabulary(label.vocabulary).digest,
        "vocabulary_classes": {"unknown": UNKNOWN, "nothing": NOTHING, "first_name": FIRST_NAME},
        "history_columns": HISTORY_COLUMNS,
        "action_columns": ACTION_COLUMNS,
        "kinds": [kind.name.lower() for kind in ActionKind],
        "buttons": [str(button) for button in BUTTONS],
        "keys": [str(key) for key in KEYS],
        "horizon_ms": HORIZON_MS,
        "most_actions": MAX_ACTIONS,
        "steady": {"spread": STEADY_SPREAD, "sharpness": STEADY_SHARPNESS},
        "weights_sha256": label.weights_sha256,
        "step": label.step,
        "metrics": label.metrics,
        "config": label.config,
    }
    return {name: msgspec.json.encode(value).decode() for name, value in facts.items()}

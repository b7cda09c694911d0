from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from model.config import ModelConfig, config_of, load_config
from model.config_text import differences
from model.errors import ConfigurationError


def test_without_a_file_everything_is_default() -> None:
    assert load_config() == ModelConfig()


def test_a_file_changes_only_what_it_lists(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[encoder]\nhidden = 64\n")
    config = load_config(path)
    assert (config.encoder.hidden, config.decoder, config.training) == (
        64,
        ModelConfig().decoder,
        ModelConfig().training,
    )


def test_an_override_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[training]\nsteps = 10\n")
    assert load_config(path, ["training.steps=20", "training.learning_rate=1"]).training.steps == 20


def test_a_bare_name_is_a_preset() -> None:
    assert load_config(Path("small")).encoder.hidden == 128


PRESETS = Path(__file__).parents[2] / "model" / "presets"


@pytest.mark.parametrize("preset", sorted(PRESETS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_preset_is_a_short_list_of_differences_each_with_its_reason(preset: Path) -> None:
    chosen = differences(load_config(Path(preset.stem)))
    values = [line for line in preset.read_text().splitlines() if "=" in line and not line.startswith("#")]
    assert len(values) == len(chosen) <= 12
    assert all(" # " in line for line in values)


def test_the_presets_are_those_of_the_documentation() -> None:
    assert {path.stem for path in PRESETS.glob("*.toml")} == {"small", "default", "large", "multi-gpu"}


def test_an_unknown_key_fails_with_the_nearest_one() -> None:
    with pytest.raises(ConfigurationError, match=r"unknown key training\.bach; did you mean training\.batch\?"):
        load_config(None, ["training.bach=3"])


def test_an_unknown_section_fails_with_the_nearest_one() -> None:
    with pytest.raises(ConfigurationError, match=r"unknown key encodr; did you mean encoder\?"):
        load_config(None, ["encodr.hidden=3"])


@pytest.mark.parametrize(
    "override",
    ["training.steps=many", "training.steps=0", "encoder.hidden=3", "training.steps", "training=3", "a.b.c=1"],
)
def test_a_value_that_does_not_fit_is_a_configuration_error(override: str) -> None:
    with pytest.raises(ConfigurationError):
        load_config(None, [override])


def test_an_override_inside_a_value_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="is no section"):
        load_config(None, ["training.steps=3", "training.steps.more=3"])


def test_a_missing_file_is_named_with_the_presets(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"absent\.toml: cannot be read .* presets are: .*small"):
        load_config(tmp_path / "absent.toml")


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("[encoder\n")
    with pytest.raises(ConfigurationError, match=r"broken\.toml: is no TOML file"):
        load_config(path)


def test_the_resolved_configuration_survives_json() -> None:
    config = load_config(None, ["encoder.hidden=32", "training.learning_rate=0.01"])
    assert config_of(json.loads(msgspec.json.encode(config))) == config


def test_a_value_that_does_not_fit_is_told_with_its_file_and_the_overrides(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[training]\ngoal_weight = inf\n")
    with pytest.raises(ConfigurationError, match=r"mine\.toml: training\.goal_weight lies in .*, found inf$"):
        load_config(path)
    with pytest.raises(ConfigurationError, match=r"mine\.toml with training\.steps=3: training\.goal_weight"):
        load_config(path, ["training.steps=3"])


def test_a_place_is_pointed_at_tokens_alone() -> None:
    with pytest.raises(
        ConfigurationError, match=r"decoder\.pointer is for the kind 'point_process' with encoder\.entities"
    ):
        load_config(None, ["decoder.pointer=true"])
    assert load_config(None, ["decoder.pointer=true", "encoder.entities=true"]).decoder.pointer

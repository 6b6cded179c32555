"""Presets: which few indicators to look at before revenue, by growth stage, role and motion."""

from everyrep.analysis.presets.presets import Preset, Presets, load_presets
from everyrep.analysis.presets.showing import PresetShown, show

__all__ = ["Preset", "PresetShown", "Presets", "load_presets", "show"]

"""Cuts: where a limit that nobody asked for would leave something out of an Order."""

from __future__ import annotations

from artfactory.prompts import Expansion

CUTS = ("W_BATCH_LIMIT", "W_ORDER_LIMIT")


def cut_by_default(expansion: Expansion) -> str:
    """The code of the warning; empty where all is ordered that is meant."""
    if expansion.rows_cut_by_default:
        return "W_BATCH_LIMIT"
    return "W_ORDER_LIMIT" if expansion.selected < expansion.selected_whole else ""

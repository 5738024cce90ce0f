"""Which colour means what, in light and in dark?

Hues are Okabe–Ito and Tol, darkened or lightened for contrast; colour is never the only sign.
"""

from dataclasses import dataclass

from desktop_app.casebook.terms import Claimant


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    window: str
    panel: str
    side: str  # side panels
    line: str
    text: str
    quiet: str  # text
    accent: str
    selection: str
    chip: str
    claimants: dict[Claimant, str]
    spotlight: str  # fill of what coincided, at 9 %
    spotlight_edge: str
    band: str  # a place's band in the storyline
    actors: tuple[str, ...]


LIGHT = Theme(
    name="light",
    window="#F3F1EC",
    panel="#FFFFFF",
    side="#FBFAF7",
    line="#DDD8CE",
    text="#1F2328",
    quiet="#6A6F76",
    accent="#1D5C94",
    selection="#E4EDF5",
    chip="#EFECE5",
    claimants={
        Claimant.AUTHOR: "#9A5B13",
        Claimant.LITERATURE: "#1D6FA5",
        Claimant.EDITOR: "#6A6F76",
        Claimant.READER: "#2A7F62",
    },
    spotlight="#E0A100",
    spotlight_edge="#E0A100",
    band="#F5F3EE",
    actors=(
        "#C8432B",
        "#1D6FA5",
        "#2A7F62",
        "#8A4F9E",
        "#B07B00",
        "#00808C",
        "#A23B72",
        "#5B6770",
        "#6C8E1F",
        "#7A5230",
    ),
)

DARK = Theme(
    name="dark",
    window="#1C1E21",
    panel="#26282C",
    side="#222428",
    line="#3A3D43",
    text="#E8E4DC",
    quiet="#9DA3AA",
    accent="#7FB5E6",
    selection="#2E3E4E",
    chip="#33363B",
    claimants={
        Claimant.AUTHOR: "#E0A563",
        Claimant.LITERATURE: "#6DB7EA",
        Claimant.EDITOR: "#AEB4BA",
        Claimant.READER: "#63C9A2",
    },
    spotlight="#D9A521",
    spotlight_edge="#D9A521",
    band="#2C2E33",
    actors=(
        "#FF8A70",
        "#6DB7EA",
        "#63C9A2",
        "#C99AE0",
        "#E5B84B",
        "#4CC7D1",
        "#E88BBB",
        "#AEB8C0",
        "#B5D35C",
        "#C89B76",
    ),
)


def actor_colour(theme: Theme, index: int) -> str:
    """An actor's colour: his place in the case's list, the same in every chart."""
    return theme.actors[index % len(theme.actors)]

"""Who was where at a moment, in words for those who hear a chart instead of seeing it?"""

from desktop_app.casebook.language import tr
from desktop_app.casebook.said import said_day
from desktop_app.charts.scene import Scene


def moment_words(scene: Scene, jd: float) -> str:
    """ "Monday 23 July 1945: Moscow: Soong; Potsdam: Stalin, perhaps Truman." jd: Julian Day, UTC."""
    found: dict[str, list[str]] = {}
    for actor in scene.actors:
        name = scene.case.actor[actor].short
        for one in scene.itineraries[actor].sojourns:
            if one.outer[0] <= jd < one.outer[1]:
                sure = one.inner is not None and one.inner[0] <= jd < one.inner[1]
                found.setdefault(one.place, []).append(name if sure else tr("perhaps {}").format(name))
    order = sorted(found, key=lambda place: scene.band_of.get(place, len(scene.bands)))
    places = "; ".join(f"{scene.case.place[place].name}: {', '.join(found[place])}" for place in order)
    return tr("{}: {}.").format(said_day(jd), places or tr("nobody's place is recorded"))

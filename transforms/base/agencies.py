"""News agencies, and how credits name them: in their own language and in others."""

import re

# A name, then other forms of the credit. Case counts: `AP` is an agency, `ap` is not.
_TABLE = """
ACN
Adnkronos: ADNKRONOS, AdnKronos
Agence France-Presse: AFP, Agence France Presse, AGENCE FRANCE-PRESSE, Agencia AFP, afp, AFPBB, \
АФП, Франс Пресс, فرانس برس, أ ف ب, أ.ف.ب, 法新社, ＡＦＰ, ए एफ पी
Agencia EFE: EFE, Efe, EFEverde, EFE-EPA, efe-epa, ЭФЕ, 埃菲社
Agerpres: AGERPRES
AGI: Agi
Agencia Cubana de Noticias
Agência Brasil: Agencia Brasil
Agência O Globo
Anadolu: AA, Anadolu Agency, Anadolu Ajansı, الأناضول, Анадолу
ANP
ANSA: Ansa, АНСА
Antara: ANTARA
Asian News International: ANI, एएनआई
Askanews: askanews
Associated Press: AP, The Associated Press, ASSOCIATED PRESS, Agencia AP, АП, Ассошиэйтед Пресс, \
أسوشيتد برس, أ ب, 美联社, 美聯社, ＡＰ
Australian Associated Press: AAP
Austria Presse Agentur: APA
Bangladesh Sangbad Sangstha: BSS
Belga: BELGA
Bernama: BERNAMA
Bloomberg: Bloomberg News
BNS
BTA: БТА
Central News Agency: 中央社
China News Service: 中新社, 中新网
CNN Wire: CNN Newswire, The-CNN-Wire, CNN WIRE
Deutsche Presse-Agentur: dpa, DPA, dpa-AFX, dpa-infocom, Agencia DPA, ДПА, د ب أ
dts Nachrichtenagentur: dts
Elta: ELTA
Emirates News Agency: WAM, وام
Estadão Conteúdo: Agência Estado
Europa Press: EUROPA PRESS, EUROPAPRESS, EP
Evangelischer Pressedienst: epd
Folhapress: FOLHAPRESS
Ghana News Agency: GNA
Hina: HINA
Indo-Asian News Service: IANS, आईएएनएस
Inter Press Service: IPS
Interfax: Интерфакс, ИНТЕРФАКС, Interfax-Ukraine, Интерфакс-Украина
IRNA: ایرنا
Jiji Press: Jiji, 時事, 時事通信, 時事通信社
Katholische Nachrichten-Agentur: KNA
Keystone-ATS: ATS, ats
Keystone-SDA: SDA, sda, KEYSTONE-SDA
Kuwait News Agency: KUNA
Kyodo News: Kyodo, KYODO, 共同, 共同通信, 共同通信社, 共同社
LaPresse
LETA
Lusa: LUSA, Agência Lusa
Middle East News Agency: MENA
MTI
News Agency of Nigeria: NAN
Newsis: 뉴시스
Notimex: NTX
NTB: ©NTB
PA Media: PA, Press Association, The Press Association, PRESS ASSOCIATION, PA news agency
Polska Agencja Prasowa: PAP
Press Trust of India: PTI, भाषा, पीटीआई
Qatar News Agency: QNA
Reuters: REUTERS, Thomson Reuters, Agencia Reuters, Рейтер, Рейтерс, رويترز, रॉयटर्स, रायटर, 路透, \
路透社, ロイター, 로이터
RIA Novosti: РИА Новости, РИА НОВОСТИ
Ritzau: ritzau, /ritzau/
Saudi Press Agency: SPA, واس
Sport-Informations-Dienst: SID, sid
STA
STT: STT-Lehtikuva
SWNS
Tanjug: Танјуг
TASS: ITAR-TASS, ТАСС, ИТАР-ТАСС, تاس, 塔斯社
The Canadian Press: CP, Canadian Press, THE CANADIAN PRESS, La Presse Canadienne, \
La Presse canadienne, Presse Canadienne
Tribune News Service: TNS
TT: TT Nyhetsbyrån, TT-AFP
Ukrinform: Укринформ, Укрінформ
United News of Bangladesh: UNB
United News of India: UNI
United Press International: UPI
Vietnam News Agency: VNA, TTXVN
Xinhua: XINHUA, Xinhua News Agency, 新华社, 新華社, 新华网, Синьхуа, شينخوا
Yonhap: Yonhap News Agency, 연합뉴스, 聯合通訊社, 韩联社
Zenger: Zenger News
ČTK: CTK
"""


def _read(table: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, written = line.partition(": ")
        forms |= dict.fromkeys(filter(None, (name, *written.split(", "))), name)
    return forms


FORMS = _read(_TABLE)
"""Every form of a credit, and the agency that it names."""

LONGEST = 160
"""Characters of a byline: what is longer is a text that names an agency."""
SHORT = 6
"""Letters of a form that may be something else within a name."""

FORM = (
    "(?P<form>" + "|".join(map(re.escape, sorted(FORMS, key=lambda form: (-len(form), form)))) + r")(?![A-Za-zÀ-ɏ0-9_])"
)
"""A pattern of any form, the longest first."""
_BY = re.compile(
    r"(?i:^(?:by|von|par|por|de|di|da|a cura di|door|af|av|tekst|texte?|texto|autor|author|writer|written by)\b:?\s*)"
)
_PARTS = re.compile(r"\s{0,4}(?:[,/|;•·&+\n]|\s[–—-]\s|\b(?:and|und|et|y|e|with|en|og|och|i|и)\b)\s{0,4}")
_WHOLE = re.compile(
    rf"(?:(?i:the|la|el|l’|l'|agence|agencia|agenzia|agência|agentur|agency|redaktion|redazione|redacción)\s){{0,4}}{FORM}"
    r"(?:\s(?i:staff|editorial|wire|newswire|news|news agency|news service|agency|report|reporter|correspondent|writer|"
    r"published|updated|redaktion|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{0,9}+)){0,8}+"
    r"(?:记者|記者|기자)?[\s\d.:,-]{0,60}+$"
)
_AFTER_NAME = re.compile(rf"\b{FORM}(?:\s(?i:writer|correspondent|reporter|published|updated|staff).{{0,80}})?$")
OTHERS = re.compile(
    r"(?i:contribut|with (?:files|reporting|material|information|additional)|includes|additional reporting|"
    r"mit material|photo|foto|image|bild|picture|fotografía|getty|illustration|video|archiv|via )"
)
"""Words of a credit for a part of an article, or for a picture."""


def agency_of(byline: str) -> str | None:
    """The agency that a byline, or what stands where an author does, names as who wrote the article."""
    if len(byline) > LONGEST or OTHERS.search(byline):
        return None
    for part in _PARTS.split(_BY.sub("", byline)):
        # An initialism must be all of the part: T. T. may be a person's.
        if (found := _WHOLE.match(part)) or ((found := _AFTER_NAME.search(part)) and len(found["form"]) > SHORT):
            return FORMS[found["form"]]
    return None

"""News agencies, and how credits name them: in their own language and in others."""

# Name, then the forms of credits. Case counts: `AP` is an agency, `ap` is not.
_TABLE = """
AAP: AAP, Australian Associated Press
ABr: Agência Brasil, Agencia Brasil
Adnkronos: Adnkronos, ADNKRONOS, AdnKronos
AFP: AFP, Agence France-Presse, Agence France Presse, AGENCE FRANCE-PRESSE, Agencia AFP, afp, AFPBB, АФП, Франс Пресс, \
فرانس برس, أ ف ب, أ.ف.ب, 法新社, ＡＦＰ, ए एफ पी
Agerpres: Agerpres, AGERPRES
AGI: AGI, Agi
Anadolu: AA, Anadolu, Anadolu Agency, Anadolu Ajansı, الأناضول, Анадолу
ANI: ANI, Asian News International, एएनआई
ANP: ANP
ANSA: ANSA, Ansa, АНСА
Antara: Antara, ANTARA
AP: AP, Associated Press, The Associated Press, ASSOCIATED PRESS, Agencia AP, АП, Ассошиэйтед Пресс, أسوشيتد برس, أ ب, \
美联社, 美聯社, ＡＰ
APA: APA, Austria Presse Agentur
Askanews: askanews, Askanews
ATS: ATS, Keystone-ATS, ats
Belga: Belga, BELGA
Bernama: Bernama, BERNAMA
Bloomberg: Bloomberg, Bloomberg News
BNS: BNS
BTA: BTA, БТА
CNA: 中央社
CNN Wire: CNN Wire, CNN Newswire, The-CNN-Wire, CNN WIRE
CNS: China News Service, 中新社, 中新网
CP: The Canadian Press, Canadian Press, THE CANADIAN PRESS, \
La Presse Canadienne, La Presse canadienne, Presse Canadienne
CTK: ČTK, CTK
dpa: dpa, DPA, dpa-AFX, dpa-infocom, Deutsche Presse-Agentur, Agencia DPA, ДПА, د ب أ
dts: dts, dts Nachrichtenagentur
EFE: EFE, Efe, Agencia EFE, EFEverde, ЭФЕ, 埃菲社
Elta: ELTA
epd: epd, Evangelischer Pressedienst
Estadão Conteúdo: Estadão Conteúdo, Agência Estado
Europa Press: Europa Press, EUROPA PRESS, EUROPAPRESS, EP
Folhapress: Folhapress, FOLHAPRESS
Hina: Hina, HINA
IANS: IANS, आईएएनएस
Interfax: Interfax, Интерфакс, ИНТЕРФАКС, Interfax-Ukraine, Интерфакс-Украина
IRNA: IRNA, ایرنا
Jiji: Jiji, Jiji Press, 時事, 時事通信, 時事通信社
KNA: KNA, Katholische Nachrichten-Agentur
Kyodo: Kyodo, KYODO, Kyodo News, 共同, 共同通信, 共同通信社, 共同社
LaPresse: LaPresse
LETA: LETA
Lusa: Lusa, LUSA, Agência Lusa
MTI: MTI
NAN: News Agency of Nigeria, NAN
Newsis: Newsis, 뉴시스
Notimex: Notimex, NTX
NTB: NTB, ©NTB
PA: PA Media, Press Association, The Press Association, PA, PRESS ASSOCIATION, PA news agency
PAP: PAP, Polska Agencja Prasowa
PTI: PTI, Press Trust of India, भाषा, पीटीआई
Reuters: Reuters, REUTERS, Thomson Reuters, Agencia Reuters, Рейтер, Рейтерс, رويترز, रॉयटर्स, रायटर, \
路透, 路透社, ロイター, 로이터
RIA Novosti: RIA Novosti, РИА Новости, РИА НОВОСТИ
Ritzau: Ritzau, ritzau, /ritzau/
SDA: SDA, sda, Keystone-SDA, KEYSTONE-SDA
SID: SID, sid, Sport-Informations-Dienst
SPA: Saudi Press Agency, واس
STA: STA
STT: STT, STT-Lehtikuva
SWNS: SWNS
Tanjug: Tanjug, Танјуг
TASS: TASS, ITAR-TASS, ТАСС, ИТАР-ТАСС, تاس, 塔斯社
Tribune News Service: Tribune News Service, TNS
TT: TT, TT Nyhetsbyrån, TT-AFP
Ukrinform: Ukrinform, Укринформ, Укрінформ
UNI: UNI, United News of India
UPI: UPI, United Press International
VNA: VNA, TTXVN
WAM: WAM, وام
Xinhua: Xinhua, XINHUA, Xinhua News Agency, 新华社, 新華社, 新华网, Синьхуа, شينخوا
Yonhap: Yonhap, Yonhap News Agency, 연합뉴스, 聯合通訊社, 韩联社
Zenger: Zenger News
"""


def _read(table: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for line in table.strip().splitlines():
        name, _, written = line.partition(": ")
        forms |= dict.fromkeys((name, *written.split(", ")), name)
    return forms


FORMS = _read(_TABLE)
"""Every form of a credit, and the agency that it names."""

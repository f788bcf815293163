"""Pages that stand in for the page: a bot check, a wall of consent, a block of a region, a "not found".

By general signals, never by publisher: what the page calls itself, the products that make such pages, and that there is
no article in it.
"""

import re
from enum import StrEnum

LARGEST = 256 << 10
"""Bytes: a stand-in is small."""
_SHORT, _SHORTEST = 2000, 500
"""Characters of text without spaces: about 350 and 90 words."""


class StandIn(StrEnum):
    """What is there instead, as a person reads it."""

    BOT_CHECK = "bot check"
    CONSENT = "consent page"
    REGION = "region block"
    NOT_FOUND = "page not found"


_ARTICLE = ("<article", "NewsArticle", "BlogPosting", "article:published_time", 'content="article"')
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,300})</title", re.I | re.S)
_HEADLINE = re.compile(r"<h1\b[^<>]*>\s*(?:<[^<>]{0,200}>\s*){0,3}([^<]{0,300})<", re.I | re.S)
# Every pattern that meets a whole page stops at the next "<": none costs the square of the page's length.
_CONTAINER = re.compile(r"<(/?)(?:script|style|svg|template|head)\b", re.I)
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")

_CHECK_TITLE = re.compile(
    r"""\s*(?:just\ a\ moment|attention\ required|access\ (?:to\ this\ page\ has\ been\ )?denied|one\ moment,?\ please
    |(?:are\ you|confirm\ you\ are|verify(?:ing)?\ (?:that\ )?you(?:'re|\ are)?)\ (?:not\ )?(?:a\ )?(?:ro)?(?:bot|human)
    |(?:ro)?bot\ (?:check|detection|verification)|human\ verification|captcha|security\ (?:check|verification)
    |checking\ your\ browser|ddos(?:-|\ )(?:protection|guard)|pardon\ our\ interruption|request\ unsuccessful
    |verificación\ de\ seguridad|verificação\ de\ segurança|verifica\ di\ sicurezza|vérification\ de\ sécurité
    |sicherheits(?:über)?prüfung|güvenlik\ (?:kontrolü|doğrulaması)|(?:comprueba|verifica|confirma)\ que\ eres\ humano
    |êtes-vous\ (?:un\ )?(?:humain|robot)|sind\ sie\ ein\ (?:mensch|roboter)|вы\ не\ робот
    |подтвердите,\ что\ (?:вы|запросы)
    |(?:百度)?安全验证|安全驗證|人机验证|验证码|보안\ ?(?:확인|인증)
    |セキュリティ(?:チェック|認証)|ロボットでは(?:ありません|ない)
    |please\ (?:wait|verify)|(?:sorry,\ )?you\ have\ been\ blocked|(?:403\ )?forbidden|unusual\ traffic)
    .{0,40}\Z""",
    re.I | re.X | re.S,
)
_CHECK_TEXT = re.compile(
    r"""enable\ (?:javascript|js)\ and\ (?:cookies\ to\ continue|disable\ any\ ad\ ?blocker)
    |checking\ (?:your\ browser\ before|if\ the\ site\ connection\ is\ secure)
    |(?:verify|confirm|prove)(?:\ that)?\ you(?:'re|\ are)\ (?:not\ a\ robot|(?:a\ )?human)
    |unusual\ (?:traffic|activity)\ from\ your|requests?\ from\ your\ (?:ip|network)\ (?:has|have)\ been\ blocked
    |review\ the\ security\ of\ your\ connection""",
    re.I | re.X,
)
# The products that make such pages; also in ordinary pages of sites that use them, so never a signal alone.
_CHECK_PRODUCT = re.compile(
    r"""_cf_chl_opt|/cdn-cgi/challenge-platform/|challenges\.cloudflare\.com|captcha-delivery\.com|px-captcha
    |_Incapsula_Resource|/_sec/cp_challenge|awsWafCookieDomainList|AwsWafIntegration|hcaptcha\.com/1/api
    |/recaptcha/(?:api|enterprise)\.js|/\.well-known/sgcaptcha|ddos-guard/js-challenge|geetest""",
    re.I | re.X,
)
_MOMENT = re.compile(
    r"(?:einen moment|un (?:instant|momento)|um momento|een moment geduld|один момент|bir dakika|"
    r"请稍候|請稍候|しばらくお待ち|잠시만 기다리|jeszcze chwila|ett ögonblick|et øjeblik)"
    r"[\s,.…!]{0,8}(?:bitte|lütfen|por favor|ください|십시오)?"
    r"[\s.…]{0,8}\Z",
    re.IGNORECASE,
)
"""How the products that check browsers say "just a moment" elsewhere."""
_CONSENT_TITLE = re.compile(
    r"""\s*(?:before\ you\ continue|(?:cookie|privacy|data)\ consent|consent|cookie\ ?(?:wall|muur)
    |we\ value\ your\ privacy|your\ (?:privacy|cookie)\ (?:choices|settings)
    |(?:privacy|cookie)\ (?:settings|preferences|gate)
    |.{0,30}privacy\ gate
    |bevor\ sie\ fortfahren|cookies?\ (?:zustimmen|akzeptieren)|(?:ihre\ |cookie-?\ ?)?(?:einwilligung|zustimmung)
    |(?:datenschutz|cookie)-?\ ?einstellungen|avant\ de\ continuer|consentement|gestion\ des\ cookies
    |antes\ de\ continuar|(?:configuración|aviso)\ de\ cookies|prima\ di\ continuare|voordat\ je\ verdergaat
    |(?:il\ )?rispett(?:o\ della|iamo\ la)\ tua\ privacy|twoja\ prywatność|respetamos\ (?:tu|su)\ privacidad
    |nous\ respectons\ votre\ vie\ privée|respeitamos\ a\ sua\ privacidade
    |zanim\ przejdziesz\ dalej|innan\ du\ fortsätter)(?!\w).{0,40}\Z""",
    re.I | re.X | re.S,
)
_CONSENT_WORDS = re.compile(
    r"cookies|partners?\b|consent|personal data|accept all|reject all|legitimate interest|einwilligung|partner\b|"
    r"alle akzeptieren|personenbezogene|partenaires|tout accepter|données personnelles|socios|aceptar todo|"
    r"datos personales|accetta tutt|dati personali|alles accepteren|persoonsgegevens",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"(?:un|not (?:currently )?|n't (?:currently )?|no longer )(?:available|accessible)[^<.]{0,40} (?:in|from|to|for)"
    r" (?:your|this|most|european|users in)[^<.]{0,25}(?:country|region|location|area|countries|visitors|union|eea)|"
    r"unavailable (?:for|due to) legal reasons|"
    r"access[^<.]{0,20} (?:denied|restricted|blocked)[^<.]{0,30} (?:country|region|location)|"
    r"nicht in (?:ihrem land|ihrer region)|in (?:ihrem land|ihrer region) nicht verfügbar|"
    r"pas (?:disponible|accessible) dans votre (?:pays|région)|"
    r"no (?:está|se encuentra) disponible en (?:su|tu) (?:país|región)|"
    r"não está disponível (?:no seu país|na sua região)|"
    r"non è disponibile nel tuo paese|niet beschikbaar in (?:uw|jouw) (?:land|regio)",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"(?:(?:(?:error|http|fehler|erreur)\s{0,3}:?\s{0,3})?404\b"
    r"(?:\s{0,3}[-:–|!]?\s{0,3}(?:error|page|not|file|seite|erreur|página|pagina|\Z).{0,200})?|"
    r"(?:oops|sorry|uh-?oh|whoops)?[\s,.!:–-]{0,8}(?:the |this )?(?:page|article|story|content|file)\b[^<.|]{0,40}"
    r"(?:not (?:be )?found|does(?:n't| not) exist|no longer (?:available|exists)|"
    r"(?:has|have) (?:been )?(?:removed|deleted|expired))|"
    r"(?:die |diese )?(?:seite|artikel) (?:wurde |konnte )?(?:leider )?nicht gefunden|"
    r"(?:oups[\s,.!:]{0,5})?(?:cette |la )?page (?:introuvable|non trouvée|n[’']existe (?:plus|pas))|"
    r"contenuto non (?:disponibile|trovato)|nie znaleziono strony|pagina nu (?:a fost găsită|există)|"
    r"halaman tidak (?:ditemukan|tersedia)|không tìm thấy trang|trang không tồn tại|"
    r"(?:عذرا[ً،, ]{0,3})?(?:الصفحة (?:المطلوبة )?غير موجودة|لم يتم العثور على الصفحة)|"
    r"صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|"
    r"הדף (?:המבוקש )?לא נמצא|(?:पृष्ठ|पेज) नहीं मिला|ไม่พบหน้า|"
    r"p[áa]gina (?:no|não) (?:encontrada|existe)|pagina non trovata|pagina niet gevonden|"
    r"sidan (?:kunde inte hittas|hittades inte|finns inte)|sid(?:e|en) (?:ble |blev |er )?ikke (?:funnet|fundet)|"
    r"sivua ei löyt|strona nie (?:została znaleziona|istnieje)|stránka (?:nebyla )?nenalezena|az oldal nem található|"
    r"страниц[аы] не (?:найдена|существует)|сторінк[аиу] не знайден|sayfa bulunamadı|η σελίδα δεν βρέθηκε|"
    r"ページが見つかりません|お探しのページ|页面(?:不存在|未找到)|頁面不存在|페이지를 찾을 수 없)"
    r".{0,60}\Z",
    re.I | re.S,
)


def stand_in(page: str) -> StandIn | None:
    """What stands in for a page, or None: a pure function of its markup. Pages above LARGEST are pages."""
    if len(page) > LARGEST or any(sign in page for sign in _ARTICLE):
        return None
    title, headline = (match[1].strip() if (match := found.search(page)) else "" for found in (_TITLE, _HEADLINE))
    visible = _visible(page)
    size = len(_SPACE.sub("", visible))
    if _NOT_FOUND.match(title) and (_NOT_FOUND.match(headline) or size < _SHORT):
        return StandIn.NOT_FOUND
    # What follows asks for less text than this, and costs more than to count it.
    if size >= 2 * _SHORT:
        return None
    by_title = bool(_CHECK_TITLE.match(title) or _MOMENT.match(title))
    consent = bool(_CONSENT_TITLE.match(title) or _CONSENT_TITLE.match(headline))
    check = by_title or bool(_CHECK_PRODUCT.search(page) or _CHECK_TEXT.search(page))
    if not (check or consent or _REGION.search(page) or _NOT_FOUND.match(headline) or _CONSENT_WORDS.search(page)):
        return None
    words = {word.lower() for word in _CONSENT_WORDS.findall(visible)}
    if consent and size < 2 * _SHORT:
        return StandIn.CONSENT
    if check and size < (_SHORT if by_title else _SHORTEST):
        return StandIn.BOT_CHECK
    if size < _SHORT and _REGION.search(_SPACE.sub(" ", visible)):
        return StandIn.REGION
    if size < _SHORT and _NOT_FOUND.match(headline):
        return StandIn.NOT_FOUND
    return StandIn.CONSENT if len(words) >= 4 and size < _SHORT else None


def _visible(page: str) -> str:
    """The text without tags, comments, scripts and the like."""
    page = "".join(part.partition("-->")[2] if n else part for n, part in enumerate(page.split("<!--")))
    pieces = _CONTAINER.split(page)
    # What follows an opening tag is not seen; the first piece, and what follows a closing one, is.
    seen = [
        pieces[0],
        *(piece.partition(">")[2] for slash, piece in zip(pieces[1::2], pieces[2::2], strict=True) if slash),
    ]
    return "".join(_TAG.sub(" ", piece) for piece in seen)

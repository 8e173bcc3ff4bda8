"""Signs of pages that are no answer: blocks and challenges, log-in walls, "not found" with status 200. Data only.

They hold for every ministry, besides those of its own module. None counts on a page that shows what was asked for: a
transcript may speak of waiting and of logging in.
"""

from __future__ import annotations

from scraper.ministries.model import BlockSign

BLOCKS = (
    BlockSign("challenge", r"window\[\s*[\"']bobcmn[\"']\s*\]", "short"),
    BlockSign(
        "challenge", r"(?i)cf-browser-verification|/cdn-cgi/challenge-platform/|__cf_chl_|_Incapsula_Resource", "short"
    ),
    BlockSign("challenge", r"(?i)\b(?:just a moment|attention required|ddos-guard|checking your browser)\b", "heading"),
    BlockSign("challenge", r"(?i)\bchecking your browser\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b", "words"),
    BlockSign("captcha", r"(?i)\b(?:g-recaptcha|h-captcha|smart-captcha|cf-turnstile)\b", "short"),
    BlockSign("wait", r"(?i)\bplease,?\s+wait\b|\bподождите\b|\bveuillez patienter\b|\bbitte warten\b", "words"),
    BlockSign("wait", r"(?i)\bespere,? por favor\b|\bpor favor,? (?:espere|aguarde)\b|يرجى الانتظار", "words"),
    BlockSign(
        "denied", r"(?i)\b(?:access (?:is )?denied|доступ (?:запрещ[её]н|ограничен)|acc[eè]s refus[eé])\b", "heading"
    ),
    BlockSign("denied", r"(?i)\byour (?:ip|request) (?:address )?(?:has been|was|is) blocked\b", "words"),
)

#: What the page says that stands where a document was.
GONE = (
    BlockSign("not_found", r"(?i)^\W*(?:(?:error|ошибка|erreur|fehler)\W+)?404\b", "heading"),
    BlockSign("not_found", r"(?i)\b(?:page|document|file) (?:was |is |could )?not (?:be )?found\b", "heading"),
    BlockSign(
        "not_found", r"(?i)\b(?:страница|документ|материал) (?:\w+ )?не найден|\bpage (?:est )?introuvable\b", "heading"
    ),
    BlockSign("not_found", r"(?i)\bseite (?:wurde )?nicht gefunden\b|\bpágina no encontrada\b", "heading"),
    BlockSign("not_found", r"(?i)\bpágina não encontrada\b|الصفحة غير موجودة", "heading"),
)

#: Where a log-in wall stands: the path or the host of the page that one is sent to.
LOGIN_PATH = r"(?i)/(?:log-?in|sign-?in|sso|oauth2?|saml2?|auth(?:enticate|orize)?)(?:[/._-]|$)"
LOGIN_HOST = r"(?i)^(?:log-?in|sso|auth|id|accounts?)\."
#: The field by which a page asks for a password.
PASSWORD = "input[type=password]"
#: No more headings of a page are looked at: a notice begins with its own.
MOST_HEADINGS = 50
#: A page of more visible characters than this is no notice of a few words.
LONGEST_NOTICE = 1500

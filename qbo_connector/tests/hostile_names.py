"""Four hundred names that people really type, or try."""

SCRIPTS = """
Müller & Söhne GmbH|Société Générale d'Électricité|Łódź Fabryka|Ångström AB|Ørsted
Žižkov Pivo|Ñandú S.A.|Çelik Ticaret|İstanbul Gıda|Ghiță & Fiii|Þór ehf|Œuvre
Αθήνα Εμπορική|Москва Строй|Київ Борошно|Българска роза|Српска шљива|Հայաստան
საქართველო|שלום בע״מ|شركة النور للتجارة|فارسی بازرگانی|हिन्दी उद्योग|বাংলা ট্রেডার্স
தமிழ் நிறுவனம்|తెలుగు వ్యాపారం|ಕನ್ನಡ|മലയാളം|ไทยการค้า|ລາວ|မြန်မာ|ភាសាខ្មែរ
北京贸易有限公司|臺灣電子|日本商事株式会社|カタカナ工業|한국상사|Việt Nam Thương mại
""".replace("\n", "|")
QUOTES = ("'", "\u2018", "\u2019", '"', "\u201c", "\u201d", "\u201e", "`", "\u2032")
SIGNS = ("\\", "/", "%", "_", "&", "<b>", "--", ";", "#", "@", "$", "^", "~", "|")
BLANKS = ("\t", "\n", "\r\n", "\u00a0", "\u2003", "\u200b", "\u2028", "  ", "\x00")
CONTROLS = [chr(code) for code in (1, 7, 8, 11, 12, 27, 31, 127, 0x85, 0xFEFF, 0xAD)]
EMOJI = ("\U0001f600", "\U0001f468\u200d\U0001f469", "\U0001f1fa\U0001f1f8")
JOINERS = ("\u200c", "\u200d", "\u0301", "\u0323\u0302")
LONG = ("A" * 600, "é" * 600, "ab " * 250, "x" * 499 + " y", "\u0915\u093e" * 300)
CODE = ("'; DROP TABLE Customer;--", "' OR '1'='1", "%' LIKE '%", "\\' OR Id > '0", "*")


def _around(signs, number):
    """Names that begin with, hold and end with each sign."""
    for index, sign in enumerate(signs):
        yield f"Shop {number}{index}a{sign}Corner"
        yield f"{sign}Shop {number}{index}b"
        yield f"Shop {number}{index}c{sign}"


def _colons():
    for number in range(20):
        yield f"Parent{number}:Child{number}"
        yield f"Odd {number} : colon :"


def _pairs():
    """Equal but for case, blanks, a mark or the kind of quote."""
    for number in range(25):
        yield f"Twin {number:02} Trading"
        yield f"TWIN {number:02} TRADING"
        yield f" Twin {number:02}  Trading "
    for number in range(10):
        yield f"O'Twin {number}"
        yield f"O\u2019Twin {number}"


def _fillers():
    number = 0
    while True:
        number += 1
        yield f"Ça va n\u00b0 {number} \u2013 \u00ab{chr(0x3B1 + number % 24)}\u00bb"


def hostile_names():
    """Return 400 names."""
    names = [name for name in SCRIPTS.split("|") if name.strip()]
    for number, signs in enumerate((QUOTES, SIGNS, BLANKS, CONTROLS, EMOJI, JOINERS)):
        names += _around(signs, number)
    names += [*_colons(), *_pairs(), *LONG, *CODE, *EMOJI, ":", "\t", "''", "\\"]
    fillers = _fillers()
    while len(names) < 400:
        names.append(next(fillers))
    return names[:400]

"""Words that turn a request for a review into a bought or a steered one.

Review sites and consumer law forbid rewards for reviews, and asking for a good one
instead of an honest one. The lists cover the languages that this add-on ships.
"""

import re

INCENTIVE = {
    "en": (
        "reward, discount, voucher, coupon, gift, cashback, cash back, prize, raffle, "
        "sweepstake, bonus, free of charge, money off, chance to win, in exchange for, "
        "in return for"
    ),
    "de": (
        "belohnung, rabatt, gutschein, geschenk, prämie, preisausschreiben, verlosung, "
        "gewinnspiel, gewinnen, bonus, nachlass, gratis, im gegenzug, als dankeschön"
    ),
    "es": (
        "recompensa, descuento, vale, cupón, cupones, regalo, premio, sorteo, "
        "concurso, bonificación, reembolso, gratis, a cambio de"
    ),
    "fr": (
        "récompense, remise, réduction, bon d'achat, coupon, cadeau, cadeaux, "
        "à gagner, tirage au sort, concours, bonus, remboursement, gratuit, en échange"
    ),
}
STEERING = {
    "en": (
        "five star, 5 star, 5-star, five-star, ★★★★★, positive review, good review, "
        "great review, excellent review, if you are happy, if you were happy, "
        "if you are satisfied, if you were satisfied, if you enjoyed, if you loved"
    ),
    "de": (
        "fünf sterne, 5 sterne, 5-sterne, ★★★★★, positive bewertung, gute bewertung, "
        "positiv bewerten, gut bewerten, wenn sie zufrieden, falls sie zufrieden"
    ),
    "es": (
        "cinco estrellas, 5 estrellas, ★★★★★, reseña positiva, buena reseña, "
        "opinión positiva, si está satisfecho, si quedó satisfecho, si está contento"
    ),
    "fr": (
        "cinq étoiles, 5 étoiles, ★★★★★, avis positif, bon avis, "
        "si vous êtes satisfait, si vous avez apprécié, si vous avez aimé"
    ),
}
LANGUAGES = tuple(INCENTIVE)


def suspicious_words(text: str, language: str) -> list[str]:
    """Give the incentive and steering words of a text, in order of the lists.

    ``language`` is a code such as ``fr_CA``; English words are looked for in all.
    """
    plain = " ".join(text.lower().replace("’", "'").split())
    codes = dict.fromkeys((language.split("_")[0], "en"))
    terms = [term for code in codes for term in _terms(code)]
    return [term for term in dict.fromkeys(terms) if _holds(plain, term)]


def _terms(code: str) -> list[str]:
    return [
        term
        for table in (INCENTIVE, STEERING)
        if code in table
        for term in table[code].split(", ")
    ]


def _holds(plain: str, term: str) -> bool:
    """Tell whether the words stand in the text, with a plural or an ending too."""
    return bool(re.search(rf"(?<!\w){re.escape(term)}(?:e?s|e?n|e|er)?(?!\w)", plain))

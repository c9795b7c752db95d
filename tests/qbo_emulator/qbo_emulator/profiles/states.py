"""Know the sales tax of US states, near what is charged at each capital.

States without an entry have no code: the automated tax there is zero.
"""

from ..sales.places import NAMES

# State, county, city, in per cent.
PARTS = {
    "AZ": ("5.6", "0.7", "2.3"),
    "CA": ("6", "1.25", "1.5"),
    "CO": ("2.9", "1.1", "4.81"),
    "FL": ("6", "1.5", "0"),
    "GA": ("4", "3", "1.9"),
    "IL": ("6.25", "1.75", "1.5"),
    "MA": ("6.25", "0", "0"),
    "MI": ("6", "0", "0"),
    "NJ": ("6.625", "0", "0"),
    "NV": ("6.85", "1.525", "0"),
    "NY": ("4", "4", "0"),
    "OH": ("5.75", "1.75", "0"),
    "PA": ("6", "0", "0"),
    "TX": ("6.25", "1", "1"),
    "VA": ("4.3", "1", "0.7"),
    "WA": ("6.5", "0", "3.3"),
}
LEVELS = ("State", "County", "City")


def agency_of(state: str) -> str:
    """Return the name of the agency a state's tax goes to."""
    return f"{NAMES[state]} Department of Revenue"


def rates_of(state: str) -> dict[str, str]:
    """Return {name: percent} of the rates that are due in a state."""
    levels = zip(LEVELS, PARTS[state], strict=True)
    return {f"{NAMES[state]} {level}": part for level, part in levels if part != "0"}


def automated() -> dict[str, tuple[object, ...]]:
    """Return agencies, rates and codes of a company with automated sales tax."""
    return {
        "agencies": tuple(agency_of(state) for state in PARTS),
        "rates": tuple(
            (name, percent, agency_of(state))
            for state in PARTS
            for name, percent in rates_of(state).items()
        ),
        "codes": tuple(
            (f"AST {state}", f"Sales tax {state}", tuple(rates_of(state)), ())
            for state in PARTS
        ),
    }

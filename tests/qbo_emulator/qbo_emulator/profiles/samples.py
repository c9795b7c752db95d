"""Name the people and places of the companies' history; all of it is made up."""

from ..books.rows import Body

# Street, city, state or province, postal code; a real list names no country.
PLACES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "US": (
        ("4501 Finch Street", "Bayshore", "CA", "94326"),
        ("65 Ocean Avenue", "Half Moon Bay", "California", "94019"),
        ("18 Canyon Road", "Tucson", "AZ", "85705"),
        ("900 Lake Drive", "Austin", "TX", "78701"),
        ("7 Harbor Lane", "Portland", "OR", "97201"),
        ("212 Elm Street", "Albany", "NY", "12207"),
    ),
    "CA": (
        ("317 Pearce Street", "Toronto", "ON", "M3E 3E4"),
        ("12 Rue Principale", "Quebec", "QC", "G1R 4S9"),
        ("88 Granville Street", "Vancouver", "BC", "V6C 1X6"),
        ("5 Barrington Street", "Halifax", "NS", "B3J 1Y9"),
    ),
    "GB": (
        ("14 High Street", "Leeds", "", "LS1 4AP"),
        ("2 Castle Road", "Edinburgh", "", "EH1 2NG"),
        ("77 Station Parade", "Bristol", "", "BS1 6QF"),
        ("Unit 3, Mill Lane", "Norwich", "", "NR1 3PU"),
    ),
    "AU": (
        ("8 Collins Street", "Melbourne", "VIC", "3000"),
        ("41 Queen Street", "Brisbane", "QLD", "4000"),
        ("150 Hay Street", "Perth", "WA", "6000"),
        ("27 Macquarie Street", "Hobart", "TAS", "7000"),
    ),
}
FIRMS = (
    "Amber Lane Bakery", "Birchwood Dental", "Copper Kettle Cafe", "Dune Surf School",
    "Eastgate Motors", "Fernhill Nursery", "Granite Works", "Hollow Oak Winery",
    "Ivory Piano Studio", "Juniper Yoga", "Kestrel Couriers", "Larkspur Florists",
    "Mosaic Interiors", "Northfield Primary School", "Otter Creek Farm",
    "Pinecrest Lodge",
)  # fmt: skip
PERSONS = (
    ("Nora", "Abel"), ("Tomas", "Brandt"), ("Ines", "Calder"), ("Owen", "Dray"),
    ("Ruth", "Ekman"), ("Paul", "Fenn"),
)  # fmt: skip
SUPPLIERS = (
    "Alder Timber", "Basalt Stone Supply", "Clearwater Pumps", "Drift Printing",
    "Evergreen Soil", "Foundry Tools",
)  # fmt: skip
WORKERS = (("Lena", "Moss"), ("Karl", "Stone"), ("Mia", "Thorn"))
# Name, type, price, cost, whether taxed.
GOODS = (
    ("Design", "Service", "75", "0", False),
    ("Installation", "Service", "50", "0", False),
    ("Gardening", "Service", "35.50", "0", False),
    ("Trimming", "Service", "30", "0", False),
    ("Pest Control", "Service", "62.50", "0", False),
    ("Sod", "NonInventory", "12.25", "7.10", True),
    ("Rocks", "NonInventory", "8.99", "4.50", True),
    ("Lighting", "NonInventory", "45.95", "22", True),
    ("Rock Fountain", "Inventory", "275", "125", True),
    ("Pump", "Inventory", "15", "10", True),
    ("Sprinkler Heads", "Inventory", "2.49", "0.75", True),
)
CLASSES = ("Commercial", "Residential", "Public")
LOCATIONS = ("North Yard", "South Yard")


def address(country: str, at: int) -> Body:
    """Return an address of a country."""
    places = PLACES[country]
    line, city, state, code = places[at % len(places)]
    found = {"Line1": line, "City": city, "PostalCode": code}
    return {**found, **({"CountrySubDivisionCode": state} if state else {})}


def contacts(country: str, name: str, at: int) -> Body:
    """Return how to reach somebody, typed as people type it."""
    mail = "".join(filter(str.isalnum, name.lower()))
    mails = f"office@{mail}.example"
    if at % 5 == 1:
        mails += f", accounts@{mail}.example"
    phone = f"(555) 555-01{10 + at:02}" + (" ext. 7" if at % 4 == 2 else "")
    return {
        "BillAddr": address(country, at),
        "PrimaryEmailAddr": {"Address": mails},
        "PrimaryPhone": {"FreeFormNumber": phone},
    }

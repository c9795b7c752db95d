"""Words that names and addresses are made of."""

_GIVEN = """
    James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William
    Barbara Richard Susan Joseph Jessica Thomas Karen Charles Sarah Christopher Lisa
    Daniel Nancy Matthew Sandra Anthony Betty Mark Ashley Donald Emily Steven Kimberly
    Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa
    Timothy Deborah Ronald Stephanie Jason Rebecca George Sharon Edward Laura Jeffrey
    Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen Gary Angela Eric Shirley Jonathan
    Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin
    Katherine Samuel Christine Gregory Helen Alexander Debra Patrick Rachel Frank
    Carolyn Raymond Janet Jack Maria Dennis Olivia Jerry Heather Zoë José Renée Søren
    Müge Łukasz
"""
_FAMILY = """
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez
    Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson
    White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright
    Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell
    Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins
    Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper
    Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez
    Wood Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers
    Long Ross Foster Jimenez O'Brien O'Connor McDonald Fitzgerald Schröder Nuñez
"""
_FIRST = """
    Blue Golden Silver Red Green Northern Southern Eastern Western Pacific Atlantic
    Summit Valley River Lake Mountain Prairie Desert Coastal Harbor Bay Island Canyon
    Cedar Oak Pine Maple Willow Aspen Birch Falcon Eagle Hawk Raven Phoenix Lion Tiger
    Bear Wolf Star Sun Moon Comet Apex Zenith Vertex Delta Omega Alpha Sigma Nova Metro
    Urban Central Premier Prime Royal Liberty Patriot Heritage Pioneer Frontier Keystone
    Cornerstone Landmark Beacon Lighthouse Anchor Compass Horizon Skyline Evergreen
    Bluebonnet Magnolia Juniper Granite Marble Copper Iron Crystal Diamond Ruby Sapphire
"""
_SECOND = """
    Ridge Creek Point Hills Gate Bridge Field Brook Stone Wood Rock Spring Forest Garden
    Crest Shore Cove Vista Trail Path Crossing Landing Meadow Grove Haven Glen Park
    Square Street Peak Mesa Bluff Bend Falls Harvest Tower Wing Shield Crown Arrow
"""
_TRADE = """
    Plumbing Electric Roofing Landscaping Construction Builders Heating Cooling Painting
    Flooring Carpentry Masonry Fencing Paving Excavating Catering Bakery Cafe Grill
    Brewing Coffee Foods Produce Farms Dairy Market Hardware Supply Equipment Rentals
    Motors Auto Tire Towing Trucking Freight Logistics Moving Storage Packaging Printing
    Design Marketing Media Studios Photography Events Travel Consulting Accounting Legal
    Insurance Realty Properties Mortgage Financial Staffing Security Cleaning Laundry
    Dental Medical Optical Pharmacy Veterinary Fitness Yoga Salon Spa Jewelry Apparel
"""
_KIND = """
    Services Group International Associates Technologies Systems Solutions Industries
    Enterprises Manufacturing Brothers Center Partners Holdings
"""
_STREETS = """
    Main Oak Pine Maple Cedar Elm Washington Lake Hill Park Walnut Spring North Ridge
    Church Willow Mill Sunset Railroad Jackson West River Highland Johnson Franklin
    Madison Chestnut Jefferson Adams Lincoln Center Meadow Dogwood Hickory Forest Cherry
"""
GIVEN, FAMILY, FIRST = _GIVEN.split(), _FAMILY.split(), _FIRST.split()
SECOND, TRADE, KIND, STREETS = (
    _SECOND.split(),
    _TRADE.split(),
    _KIND.split(),
    _STREETS.split(),
)
STREET_KINDS = {
    "Street": "St",
    "Avenue": "Ave",
    "Road": "Rd",
    "Drive": "Dr.",
    "Lane": "Ln",
}
LEGAL = {
    "Inc.": ["Inc", "Incorporated", "Corp", ""],
    "LLC": ["L.L.C.", "LLC.", "Ltd", ""],
    "Ltd": ["Limited", "Ltd.", ""],
    "Corp": ["Corporation", "Corp.", "Inc", ""],
    "Co.": ["Company", "Co", ""],
}
SHORT = {
    "Services": "Svcs",
    "International": "Intl",
    "Associates": "Assoc.",
    "Technologies": "Tech",
    "Systems": "Sys",
    "Group": "Grp",
    "Manufacturing": "Mfg",
    "Brothers": "Bros",
    "Center": "Ctr",
    "Construction": "Constr.",
    "Equipment": "Equip",
}
CITIES = {
    "Springfield": "627", "Riverside": "925", "Franklin": "370", "Greenville": "296",
    "Bristol": "060", "Clinton": "390", "Fairview": "750", "Salem": "973",
    "Madison": "537", "Georgetown": "786", "Arlington": "222", "Ashland": "975",
    "Dover": "199", "Oxford": "386", "Jackson": "392", "Burlington": "054",
    "Manchester": "031", "Milton": "021", "Newport": "028", "Auburn": "368",
    "Dayton": "454", "Lexington": "405", "Milford": "064", "Winchester": "226",
    "Cleveland": "441", "Hudson": "125", "Kingston": "124", "Mount Vernon": "105",
    "Chester": "190", "Denver": "802", "Chicago": "606", "Phoenix": "850",
    "Houston": "770", "Boston": "021", "Seattle": "981", "Portland": "972",
    "Austin": "787", "Memphis": "381", "Tucson": "857", "Omaha": "681",
}  # fmt: skip
MAIL = ["gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "aol.com"]

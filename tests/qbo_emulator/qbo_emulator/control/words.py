"""List the words that generated names are put together from."""


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


COLOURS = _listed(
    "Amber Azure Birch Cedar Clover Copper Coral Crimson Dune Ember Fern Flint "
    "Ginger Granite Hazel Indigo Ivory Jade Juniper Larch Lilac Linden Maple "
    "Meadow Mist Moss Ochre Olive Pearl Pine Quartz Raven Russet Saffron Sage "
    "Silver Slate Umber Velvet Willow"
)
THINGS = _listed(
    "Anchor Arrow Badger Beacon Bell Bridge Brook Compass Crane Crest Falcon "
    "Feather Finch Forge Fox Gate Harbor Heron Hill Hollow Kettle Lantern Lark "
    "Ledge Marsh Mill Otter Owl Plough Quill Reef Ridge River Sparrow Spring "
    "Stone Thistle Tower Valley Wharf"
)
TRADES = _listed(
    "Bakery Books Builders Catering Ceramics Cleaning Clinic Cycles Dairy Design "
    "Electric Farm Foods Gardens Glass Hardware Interiors Joinery Kitchens "
    "Logistics Motors Nursery Optics Pharmacy Printing Repairs Roofing Studio "
    "Textiles Travel"
)
SUPPLIES = ("Supply", "Wholesale", "Imports", "Materials", "Trading", "Services")
GOODS = _listed(
    "Bracket Cabinet Cable Chair Cushion Desk Door Filter Frame Handle Hinge Hose "
    "Lamp Mirror Panel Pipe Pump Rail Shelf Sign Switch Table Tile Valve Window"
)
WORKS = ("Installation", "Inspection", "Repair", "Cleaning", "Design", "Delivery")
TOWNS = ("Fernvale", "Northbrook Falls", "Stonebridge", "Millhaven", "Lakemoor")

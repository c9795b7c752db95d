{
    "name": "QuickBooks Throw-away Type",
    "summary": "Shows that a type of one's own takes one mapper",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "LGPL-3",
    "author": "QBO Connector contributors",
    "depends": ["qbo_connector"],
}

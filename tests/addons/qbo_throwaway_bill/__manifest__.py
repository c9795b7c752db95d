{
    "name": "QuickBooks Throw-away Bill",
    "summary": "Shows that a form of documents takes one file and a view",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "LGPL-3",
    "author": "QBO Connector contributors",
    "depends": ["qbo_connector_invoices"],
    "data": ["views/account_move.xml"],
}

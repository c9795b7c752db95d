{
    "name": "QuickBooks Online Connector",
    "summary": "Keep Odoo and QuickBooks Online in step, both ways",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "LGPL-3",
    "author": "QBO Connector contributors",
    "depends": ["account", "contacts", "mail"],
    "external_dependencies": {
        "python": ["python-quickbooks", "intuit-oauth", "cryptography"],
    },
    "data": [
        "security/qbo_groups.xml",
        "security/ir.model.access.csv",
        "security/qbo_rules.xml",
        "data/ir_cron.xml",
        "data/mail_activity_type.xml",
        "views/qbo_menus.xml",
    ],
    "application": True,
}

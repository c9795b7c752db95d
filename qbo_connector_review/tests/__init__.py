from . import (
    test_contacts,
    test_desk,
    test_doors,
    test_every_door,
    test_fuzz,
    test_languages,
    test_pages,
    test_placeholders,
    test_planning,
    test_rules,
    test_sending,
    test_takeover,
)

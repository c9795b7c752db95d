from . import (
    test_contacts,
    test_desk,
    test_every_door,
    test_languages,
    test_pages,
    test_planning,
    test_rules,
    test_sending,
)

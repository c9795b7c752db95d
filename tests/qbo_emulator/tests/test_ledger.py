"""Whatever is done in whatever order, in any kind of company, the books balance."""

import random
from datetime import timedelta

import pytest
from accounting import Accountant
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import ACTS, DAYS, KINDS, TODAY, Session

STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 2**32))
LAST_SEED = 60


def run(kind, steps):
    """Do all steps and look at the ledger after each, also as of an earlier day."""
    session = Session(kind)
    try:
        for name, seed in steps:
            session.act(name, seed)
            earlier = TODAY - timedelta(days=seed % DAYS)
            Accountant(session, None).check()
            Accountant(session, earlier.isoformat()).check()
    finally:
        session.close()


@settings(max_examples=25, deadline=None)
@given(kind=st.sampled_from(KINDS), steps=st.lists(STEP, min_size=5, max_size=16))
def test_the_books_balance(kind, steps):
    run(kind, steps)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(LAST_SEED))
def test_the_books_balance_after_a_long_session(kind, seed):
    dice = random.Random(seed)
    run(kind, [(dice.choice(ACTS), dice.randrange(2**32)) for _ in range(40)])

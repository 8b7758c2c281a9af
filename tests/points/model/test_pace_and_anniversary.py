"""Laws 1, 2, 4, 5 and 6: any history of all operations leaves accounts as naive ones would be."""

from support.all_operations.histories import Histories


class TestPaceAndAnniversary(Histories):
    programs = ("pace", "anniversary")

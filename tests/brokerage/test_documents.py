"""Papers: whatever people write stays words, and the same facts are the same paper."""

from datetime import datetime

import pytest

from brokerage import documents

NOON = datetime(2027, 1, 14, 12)


def test_what_is_no_template_is_said() -> None:
    with pytest.raises(documents.NoPaper, match="nonesuch: "):
        documents.pdf("nonesuch", {}, NOON)

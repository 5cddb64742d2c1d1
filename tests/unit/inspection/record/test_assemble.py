import pytest

from checklists.clauses import Clause, Confidence
from foundation.text import Bilingual
from inspection.record.assemble import clause_text


def a_clause(article, edition, confidence):
    title = Bilingual("饮食业环境保护技术规范", "Environmental code of catering")
    return Clause("x", title, "全名", article, edition, None, None, confidence)


@pytest.mark.parametrize(
    ("article", "edition", "confidence", "cited"),
    [
        ("4.2.1", "HJ 554-2010", Confidence.VERIFIED, "饮食业环境保护技术规范（HJ 554-2010）4.2.1"),
        ("4.2.1", "", Confidence.HIGH, "饮食业环境保护技术规范4.2.1"),
        ("4.2.1", "2010年", Confidence.MEDIUM, "饮食业环境保护技术规范（2010年）4.2.1〔条号待核〕"),
        ("集气（条号待核）", "", Confidence.MEDIUM, "饮食业环境保护技术规范集气〔条号待核〕"),
        ("集气（条号待核）", "", Confidence.HIGH, "饮食业环境保护技术规范集气〔条号待核〕"),
    ],
)
def test_a_clause_is_cited_with_its_edition_and_marked_once_when_its_number_was_not_read(
    article, edition, confidence, cited
):
    assert clause_text(a_clause(article, edition, confidence)) == cited

from dataclasses import replace

import pytest

from desktop_app.analysis.documents import Document, Grouping, documents, groups
from desktop_app.casebook.case import Citation
from desktop_app.casebook.trouble import Trouble


def _named(locator):
    return {document.locator for document in documents([Citation("frus", locator)])}


@pytest.mark.parametrize(
    ("locator", "found"),
    [
        (None, set()),
        ("doc. 577", {"doc. 577"}),
        ("docs. 651, 652, 657", {"doc. 651", "doc. 652", "doc. 657"}),
        ("documents 73, 80 and 84", {"doc. 73", "doc. 80", "doc. 84"}),
        ("docs. 123-125", {"doc. 123", "doc. 124", "doc. 125"}),
        ("doc. 34, point 4", {"doc. 34"}),
        ("document 34, 12 July", {"doc. 34"}),
        ("Appendix  C", {"appendix c"}),
        ("pp. 291-299", {"pp. 291-299"}),
        ("documentation, p. 3", {"documentation, p. 3"}),
    ],
)
def test_what_document_a_locator_names(locator, found):
    assert _named(locator) == found


def test_the_same_locator_in_another_source_is_another_document():
    assert documents([Citation("a", "doc. 1"), Citation("b", "doc. 1")]) == {
        Document("a", "doc. 1"),
        Document("b", "doc. 1"),
    }


def test_shipped_items_that_share_a_document_are_grouped(shipped_case):
    assert groups(shipped_case(14).evidence) == (("soong-asked-first", "stalin-wanted-to-finish"),)
    assert groups(shipped_case(5).evidence) == (("moon-and-sunday", "eighth-in-tokyo"),)


def test_a_whole_volume_groups_nothing(shipped_case):
    cited = [item.key for item in shipped_case(2).evidence if Citation("elleman-2023-ch2", None) in item.citations]
    assert len(cited) == 3
    assert groups(shipped_case(2).evidence) == ()


def test_one_of_several_documents_ties_items(shipped_case):
    # one telegram of the three that the second item rests on is the record that the first rests on
    assert ("statement-about-cambodia", "known-channels") in groups(shipped_case(20).evidence)


def test_the_reader_takes_apart_and_ties(shipped_case):
    evidence = shipped_case(14).evidence
    assert groups(evidence, Grouping(apart=frozenset({"stalin-wanted-to-finish"}))) == ()
    tied = frozenset({"stalin-wanted-to-finish", "brief-hardened"})
    assert groups(evidence, Grouping(together=(tied,))) == (
        ("soong-asked-first", "stalin-wanted-to-finish", "brief-hardened"),
    )


def test_groups_chain(shipped_case):
    item = shipped_case(14).evidence[0]
    chain = [
        replace(item, key="a", citations=(Citation("s", "doc. 1"),)),
        replace(item, key="b", citations=(Citation("s", "docs. 1, 2"),)),
        replace(item, key="c", citations=(Citation("s", "doc. 2"),)),
        replace(item, key="d", citations=(Citation("s", "doc. 3"),)),
    ]
    assert groups(chain) == (("a", "b", "c"),)


def test_an_item_that_is_not_there_cannot_be_grouped(shipped_case):
    with pytest.raises(Trouble, match="no evidence “nothing”"):
        groups(shipped_case(14).evidence, Grouping(counted=frozenset({"nothing"})))

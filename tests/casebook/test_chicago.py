"""Notes as the Chicago Manual has them, each written by hand."""

from typing import Any

import pytest

from desktop_app.casebook.case import Source
from desktop_app.casebook.chicago import chicago, runs, smart


def source(seen: bool = True, **csl: Any) -> Source:
    return Source("key", {name.replace("_", "-"): value for name, value in csl.items()}, seen)


MOLOTOV = [{"family": "Molotov", "given": "V. M."}]

EXAMPLES = [
    (
        source(
            type="chapter",
            author=[{"family": "Elleman", "given": "Bruce A."}],
            title="Secret Negotiations of the Sino-Soviet Border (1945)",
            container_title="The Impact of Coincidence: Twenty-One Events",
            publisher="Anthem Press",
            issued="2023",
            page="57-60",
            URL=None,
        ),
        "p. 58",
        "Bruce A. Elleman, “Secret Negotiations of the Sino-Soviet Border (1945),” in The Impact of Coincidence: "
        "Twenty-One Events (Anthem Press, 2023), 58.",
    ),
    (
        source(
            type="chapter",
            author=[{"family": "Naraoka", "given": "Sochi"}],
            editor=[{"family": "Best", "given": "Antony"}],
            title="Japan's Twenty-One Demands",
            container_title="Britain's Retreat from Empire",
            publisher="Routledge",
            issued="2017",
        ),
        None,
        "Sochi Naraoka, “Japan’s Twenty-One Demands,” in Britain’s Retreat from Empire, ed. Antony Best "
        "(Routledge, 2017).",
    ),
    (
        source(
            type="book",
            author=[{"family": "Hasegawa", "given": "Tsuyoshi"}],
            title="Racing the Enemy",
            publisher="Harvard University Press",
            issued="2005",
            page="46",
        ),
        "ch. 4",
        "Tsuyoshi Hasegawa, Racing the Enemy (Harvard University Press, 2005), 46, ch. 4.",
    ),
    (
        source(
            type="book",
            author=[],
            editor=[
                {"family": "Seager", "given": "Robert", "suffix": "II"},
                {"family": "Maguire", "given": "Doris D."},
            ],
            title="Letters and Papers of Alfred Thayer Mahan",
            publisher_place="Annapolis",
            publisher="Naval Institute Press",
            volume="III",
            issued="1975",
        ),
        "pp. 380-383",
        "Robert Seager II and Doris D. Maguire, eds., Letters and Papers of Alfred Thayer Mahan, vol. III "
        "(Annapolis: Naval Institute Press, 1975), 380–383.",
    ),
    (
        source(
            type="article-journal",
            author=[
                {"family": "Elleman", "given": "Bruce A."},
                {"family": "Nichols", "given": "Michael R."},
                {"family": "Ouimet", "given": "Matthew J."},
            ],
            title='The "Lost" Islands: Why?',
            container_title="Pacific Affairs",
            volume="71",
            issue="4",
            issued="1998",
            page="489-504",
            DOI="10.2307/2761081",
        ),
        "p. 491",
        "Bruce A. Elleman et al., “The ‘Lost’ Islands: Why?,” Pacific Affairs 71, no. 4 (1998): 491, "
        "https://doi.org/10.2307/2761081.",
    ),
    (
        source(
            type="article-journal",
            author=[{"family": "Grenville", "given": "J. A. S."}],
            title="American Naval Preparations, 1896-1898",
            container_title="Journal of American Studies",
            issued="1968",
            page="33-47",
        ),
        "note 5",
        "J. A. S. Grenville, “American Naval Preparations, 1896-1898,” Journal of American Studies (1968): 33–47, "
        "note 5.",
    ),
    (
        source(
            type="article-magazine",
            author=[{"literal": "Time"}],
            title="The '65 Decision",
            container_title="Time",
            issued="1966-12-16",
        ),
        "p. 28",
        "“The ’65 Decision,” Time, December 16, 1966, 28.",
    ),
    (
        source(
            type="article-newspaper",
            title="Peking Demonstration",
            container_title="Press (Christchurch)",
            issued="1966-08-30",
            URL="https://example.org/1",
        ),
        None,
        "“Peking Demonstration,” Press (Christchurch), August 30, 1966, https://example.org/1.",
    ),
    (
        source(
            type="article-magazine",
            author=[],
            title="[Article on Soviet aid, 1967]",
            container_title="Time",
            issued="1967",
        ),
        None,
        "article on Soviet aid, 1967, Time, 1967.",
    ),
    (
        source(
            type="review",
            author=[{"family": "Spence", "given": "Richard B."}],
            title="Review of John Koster, Operation Snow",
            container_title="Michigan War Studies Review",
            issued="2014-11-05",
        ),
        None,
        "Richard B. Spence, review of John Koster, Operation Snow, Michigan War Studies Review, November 5, 2014.",
    ),
    (
        source(
            type="article",
            author=[{"family": "史", "given": "进平"}],
            title="毛泽东离开西柏坡时间考",
        ),
        None,
        "史进平, “毛泽东离开西柏坡时间考.”",
    ),
    (
        source(
            type="webpage",
            title="Tom Phillips",
            container_title="Spartacus Educational",
            URL="https://example.org/t.htm",
        ),
        "aftermath",
        "“Tom Phillips,” Spartacus Educational, aftermath, https://example.org/t.htm.",
    ),
    (
        source(type="manuscript", author=MOLOTOV, title="Cable to Stalin", archive="A Library", issued="1945-11-06"),
        "para. 2",
        "V. M. Molotov, “Cable to Stalin,” November 6, 1945, A Library, para. 2.",
    ),
    (
        source(
            type="manuscript",
            author=MOLOTOV,
            title="Cable to Stalin, 6 November 1945",
            archive="Wilson Center Digital Archive",
            issued="1945-11-06",
        ),
        None,
        "V. M. Molotov, “Cable to Stalin, 6 November 1945,” Wilson Center Digital Archive.",
    ),
    (
        source(
            type="personal_communication",
            author=[{"family": "Sims", "given": "William S."}],
            title="Sims to Admiral Sir Lewis Bayly, 10 December 1917",
            container_title="Documentary Histories",
            issued="1917-12-10",
        ),
        None,
        "William S. Sims to Admiral Sir Lewis Bayly, 10 December 1917, Documentary Histories.",
    ),
    (
        source(
            type="personal_communication",
            author=[{"family": "Truman", "given": "Harry S."}],
            title="Letter to Bess Truman, Berlin, 27 July 1945",
            archive="Harry S. Truman Library",
            issued="1945-07-27",
        ),
        None,
        "Harry S. Truman, letter to Bess Truman, Berlin, 27 July 1945, Harry S. Truman Library.",
    ),
    (
        source(
            type="report",
            author=[{"literal": "United States Department of State"}],
            title="United States Relations with China",
            publisher="United States Department of State",
            number="Publication 3573",
            issued="1949",
            page="585 ff.",
        ),
        None,
        "United States Department of State, United States Relations with China, Publication 3573 (1949), 585 ff.",
    ),
    (
        source(
            type="report",
            title="Telegram 1615",
            container_title="Foreign Relations of the United States, 1942, volume I",
            publisher="Department of State",
            issued="1942-06",
        ),
        "p. 183",
        "“Telegram 1615,” June 1942, in Foreign Relations of the United States, 1942, volume I "
        "(Department of State), 183.",
    ),
    (
        source(
            type="pamphlet",
            author=[{"family": "Roosevelt", "given": "Theodore"}],
            title="Address",
            publisher="Digital Library (Sagamore Hill)",
            issued="1897-06-02",
        ),
        None,
        "Theodore Roosevelt, Address (Digital Library [Sagamore Hill], June 2, 1897).",
    ),
    (
        source(
            type="entry-encyclopedia",
            author=[],
            title="Halifax Explosion",
            container_title="Wikipedia",
            URL="https://example.org/Halifax",
        ),
        None,
        "Wikipedia, s.v. “Halifax Explosion,” https://example.org/Halifax.",
    ),
    (
        source(
            type="entry-encyclopedia",
            author=[{"family": "Kévorkian", "given": "Raymond"}],
            title="Extermination",
            container_title="Online Encyclopedia",
        ),
        None,
        "Raymond Kévorkian, “Extermination,” in Online Encyclopedia.",
    ),
    (
        source(
            type="treaty",
            author=[{"literal": "Minister in China"}],
            title="Sino-Russian Agreements, Signed at Peking, May 31, 1924",
            container_title="Foreign Relations of the United States, 1924, Volume I",
            publisher="U.S. Department of State",
            issued="1924-05-31",
            page="495-496",
        ),
        "Articles II and V",
        "“Sino-Russian Agreements, Signed at Peking, May 31, 1924,” Foreign Relations of the United States, 1924, "
        "Volume I, U.S. Department of State, 495–496, Articles II and V.",
    ),
    (
        source(
            type="legislation",
            author=[],
            title="Общий приказ № 1",
            container_title="doc20vek.ru",
            issued="1945-08",
        ),
        None,
        "“Общий приказ № 1,” August 1945, doc20vek.ru.",
    ),
    (
        source(
            type="dataset",
            author=[{"literal": "Harry S. Truman Library"}],
            title="Daily Appointments",
            container_title="trumanlibrary.gov",
        ),
        "14 July 1945",
        "Harry S. Truman Library, “Daily Appointments,” trumanlibrary.gov, 14 July 1945.",
    ),
    (
        source(
            type="paper-conference",
            author=[{"family": "Campi", "given": "Alicia"}],
            title="Unique Correspondence",
            container_title="53rd Annual Meeting of the PIAC",
            issued="2010",
        ),
        None,
        "Alicia Campi, “Unique Correspondence” (paper presented at the 53rd Annual Meeting of the PIAC, 2010).",
    ),
    (
        source(
            type="thesis",
            author=[{"family": "McDowell", "given": "Kevin"}],
            title="Colonizing Manchuria",
            genre="master's thesis",
            publisher="University of British Columbia",
            issued="2002",
        ),
        "abstract",
        "Kevin McDowell, “Colonizing Manchuria” (master’s thesis, University of British Columbia, 2002), abstract.",
    ),
    (
        source(
            type="broadcast",
            author=[{"family": "Svetenko", "given": "Andrei"}],
            title="Урок",
            container_title="Вести ФМ",
            issued="2015-07-14",
        ),
        None,
        "Andrei Svetenko, “Урок,” July 14, 2015, Вести ФМ.",
    ),
    (
        source(
            type="speech",
            author=[{"family": "Rhodes", "given": "James A."}],
            title="News conference",
            container_title="Kent State University Libraries",
            issued="1970-05-03",
        ),
        None,
        "James A. Rhodes, “News conference,” May 3, 1970, Kent State University Libraries.",
    ),
    (
        source(type="map", title="Kuril Islands", publisher="Army Map Service", issued="1969-01~"),
        None,
        "Kuril Islands (Army Map Service, ca. January 1969).",
    ),
    (
        source(type="book", title="The Great Terror", author=[{"family": "Conquest", "given": "Robert"}]),
        None,
        "Robert Conquest, The Great Terror.",
    ),
]


@pytest.mark.parametrize(
    ("cited", "locator", "note"),
    EXAMPLES,
    ids=[f"{number}-{row[0].csl['type']}" for number, row in enumerate(EXAMPLES)],
)
def test_a_note_reads_as_written_by_hand(cited, locator, note):
    assert chicago(cited, locator) == note


def test_a_source_known_only_from_another_says_so():
    cited = source(seen=False, type="book", title="The Great Terror", issued="1968")
    assert chicago(cited) == "The Great Terror (1968). (Named by another source, not consulted.)"


def test_titles_of_books_and_journals_are_in_italics_and_nothing_else():
    article = EXAMPLES[4][0]
    assert [text for text, italic in runs(article, None) if italic] == ["Pacific Affairs"]
    newspaper = EXAMPLES[7][0]
    assert [text for text, italic in runs(newspaper, None) if italic] == ["Press"]


def test_a_name_that_begins_with_the_family_stays_so():
    sun = source(type="webpage", author=[{"literal": "Sun Yat-sen"}], title="Reply")
    assert chicago(sun) == "Sun Yat-sen, “Reply.”"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Halsey's Story", "Halsey’s Story"),
        ("'A Matter of Urgency': a reply", "‘A Matter of Urgency’: a reply"),
        ('The "status quo" question', "The “status quo” question"),
        ("The '65 Decision", "The ’65 Decision"),
        ("Cuttin'", "Cuttin’"),
        ("“already” done", "“already” done"),
    ],
)
def test_straight_quotation_marks_become_typographic(typed, printed):
    assert smart(typed) == printed

"""Cleaning: what is article, what is page, and nothing between them is lost."""

import runpy
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newslib.cleaning import clean

BEFORE = (
    "The harbour office closed its gates at noon, and by four the water stood a foot deep in "
    "the lower streets of the old town."
)
AFTER = (
    "Nobody was hurt, the harbour master said, though two boats had broken their moorings and "
    "the fish market would stay shut until Monday."
)


def rule_of(line: str) -> str | None:
    """The rule that takes a line standing between two paragraphs."""
    raw = f"{BEFORE}\n\n{line}\n\n{AFTER}"
    spans = clean(raw, headline=False).spans
    at = raw.index(line, len(BEFORE))
    return next(rule for start, end, rule in spans if start <= at < end)


def body(raw: str, **options) -> str:
    return "".join(raw[s:e] for s, e, rule in clean(raw, **options).spans if rule is None)


def removed(raw: str, **options) -> list[tuple[str, str]]:
    spans = clean(raw, **options).spans
    return [(rule, raw[start:end].strip()) for start, end, rule in spans if rule is not None]


# ---- law: the spans are the raw text, in order, without a gap

PIECES = st.sampled_from([
    "Related", "Read more", "By Jo Bell", "Advertisement", "Share", "Source: X", "4 May 2026",
    "Most read", "Play video", "It rained.", "A short line", BEFORE, "Why so?", "Tags:", "•", "",
    " ", "http://a.b", "Rain at last, and more of it to come", "…", "-", ":",
])  # fmt: skip
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", ""])
PAGES = st.lists(st.tuples(PIECES, ENDS)).map(lambda parts: "".join(a + b for a, b in parts))


@given(st.text() | PAGES, st.booleans(), st.none() | st.text(max_size=9) | PIECES)
@example("", True, None)
@example("\n \r\n", True, None)
@example("Related", True, None)
@example("Related\nIt rained.", True, None)
@example("Play video", True, "Play video")
def test_spans_partition_the_text(raw, headline, title):
    spans = clean(raw, headline=headline, title=title).spans
    assert "".join(raw[start:end] for start, end, _ in spans) == raw
    assert [start for start, _, _ in spans] == [0, *(end for _, end, _ in spans)][: len(spans)]
    assert all(start < end for start, end, _ in spans)


@given(PAGES)
def test_a_removed_line_is_one_span(raw):
    for rule, text in removed(raw):
        assert rule == "empty" or not any(end in text for end in "\n\r\u2028\u2029")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_a_line_owns_its_end_and_the_blank_lines_after_it(end):
    raw = f"{end}Rain at last{end}{end}It rained.{end}Advertisement{end} {end}It is over.{end}"
    spans = [(raw[start:stop], rule) for start, stop, rule in clean(raw).spans]
    assert spans == [
        (f"{end}Rain at last{end}{end}", "headline"),
        (f"It rained.{end}", None),
        (f"Advertisement{end} {end}", "advertisement"),
        (f"It is over.{end}", None),
    ]


def test_other_breaks_do_not_end_a_line():
    raw = "Rain at last\nIt rained.\x0cAdvertisement\x85 and more of it.\x0bIt is over."
    assert body(raw) == raw.partition("\n")[2]


# ---- the rules: what each takes, and what comes near and stays

TAKEN = {
    "advertisement": [
        "Advertisement", "— Advert —", "Sponsored by Tidewater Lettings", "Story continues below",
        "$29", "Buy now", "We may earn a commission if you buy from a link.",
    ],
    "date": [
        "Published: 09:14, 14 April 2026 | Updated: 11:02, 14 April 2026",
        "Tuesday 14 April 2026 06:30", "April 16, 2026", "3 hours ago", "4 min read",
        "Updated 2 hours ago",
    ],
    "byline": ["By Jamelle Bouie", "By Élodie Marsh, harbour correspondent", "By"],
    "caption": [
        "Image: Kim Il Sung Square. Pic: Sputnik/Reuters", "Photo: SPA/Ada Lunt", "Picture: PA",
        "Boats at the quay. Photograph: Jo Bell", "The quay in winter. (Photo by Jo Bell)",
        "Image copyright Getty Images", "Courtesy of the harbour office", "Getty Images",
        "The mayor on Friday. Al Bello/Getty Images", "A boat (Jo Bell / The Courier)",
        "File photo", "The quay in winter (Jo Bell photo)", "Credit: Courier",
    ],
    "source": ["Source : Sky News", "Source: unsplash.com"],
    "share": [
        "Share", "Share this article", "Facebook Twitter Email", "195 shares", "jo@example.org",
        "Follow us on social media", "Follow the Courier on Facebook, Instagram and X.",
    ],
    "newsletter": [
        "Sign up", "Sign up for the Star's breakfast newsletter", "Subscribe",
        "Get the morning briefing in your inbox", "Got a story? Call our newsdesk.",
        "Sign up to our newsletter for a weekly dose of weather.", "Already a subscriber?",
        "Contact: Jo Bell, jo@example.org", "You have 2 free articles remaining.",
    ],
    "comments": ["88 comments", "Leave a comment", "Comments (4)", "Be the first to comment."],
    "player": [
        "Video loading...", "Media playback is unsupported on your device", "1 / 9",
        "Please use Chrome browser for a more accessible video player",
        "This video cannot be played.",
    ],
    "legal": [
        "© 2026 Strait Press Agency. All rights reserved.", "Cookie settings", "Privacy policy",
        "Copyright 2026 The Courier. All rights reserved.", "Terms and conditions",
        "By signing up, you agree to our terms of use.", "Our standards: the SPA charter",
    ],
    "agency": [
        "Reporting by Jo Bell in Port Caddow; editing by Al Marsh", "-ENDS-", "###", "-30-",
        "(Reporting by Jo Bell, editing by Al Marsh.)", "($1 = £0.781)",
        "Al Marsh contributed to this report.",
    ],
    "read more": [
        "Read more", "Read more:Which roads are still closed", "READ ALSO: Whale of a hangover",
        "Continue reading", "Related: How the tide is measured", "Click here for the form",
        "See also: What the tide does. And why.",
    ],
    "related": [
        "Related Topics:", "More on the Tesk Tunnel", "Most read", "Most read in Sport",
        "Editor’s picks", "Don't miss", "Recommended for you", "Trending now", "Tags",
        "Topics: Harbour, Weather.", "Filed under Weather",
    ],
    "navigation": [
        "Menu", "Skip to content", "Back to top", "« Previous", "Next post", "Home > News > Port",
        "All of the harbour »", "| |",
    ],
    "link": ["https://example.org/a?b=c", "www.example.org"],
}  # fmt: skip
KEPT = [
    "Read more books, she said.", "Share prices fell.", "Source: of all evil.", "Silence",
    "Advertisement spending rose 5%.", "“Silence.”", "Why?", "Image is everything.",
    "Photo by photo, she rebuilt the archive.", "By Friday, the river had burst its banks.",
    "By Friday night the river had risen", "Comments from ministers were few.", "- Jane Smith",
    "Related crimes fell by a tenth.", "Copyright law is being rewritten.", "• Sandbags",
    "By signing up, states agree to cut emissions.", "— Winston Churchill", "* $1.3m for roads",
    "The report may not be published until May.", "Smoke contributed to the deaths of nine.",
    "Agents may earn a 5% commission, the court heard.", "Terms of the inquiry", "Home rule",
    "The products were independently tested.", "This video is proof, she said.",
    "Use the browser you like best.", "Loading docks stood empty.", "Listen to your body",
    "Subscription fatigue", "Register of interests", "Licensing laws", "Playing with fire",
    "Reporting by Doctors Without Borders showed the opposite.", "Sign on the dotted line",
    "Published in 1998, the book sold well.", "Updated rules take effect in May.",
    "Posted on Monday, the video has been seen a million times.", "Follow the money, he said.",
    "Join us, she told the crowd.", "Get this: the minister sent 400 emails.",
    "What do you think?", "Listen: this is not a drill.", "More: she wants more.", "Jump leads",
    "Latest figures show a fall", "Tags were cut from the coats.", "Back to basics",
    "Topics ranged from tax to tea.", "Reuters said the ship sank.", "he told Reuters.",
    "Search parties went out at dawn.", "Next of kin", "Video evidence was shown.",
    "Recommended dosage", "Cookies and cream", "Privacy matters", "Save the whale",
    "Support local shops, the mayor said.", "Above all, the council wants time.",
    "(Operations/Maintenance, roads)", "£2,227,496", "Trending upwards", "Contact was lost.",
    "A 12-page dossier, seen by Reuters, says so.", "X marks the spot.", "Popular in the valley",
    "Contact with the ship was lost at noon.", "It happened on 4 May 2026.", "« Oui »", "»Ja«",
    "Send money, he wrote.", "Become the change, she said.", "「はい」", "The missing photo",
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "line"), [(rule, line) for rule, lines in TAKEN.items() for line in lines]
)
def test_a_rule_takes_its_lines(rule, line):
    assert rule_of(line) == rule


@pytest.mark.parametrize("line", KEPT)
def test_a_near_miss_is_kept(line):
    assert rule_of(line) is None


@pytest.mark.parametrize("line", [line for lines in TAKEN.values() for line in lines])
def test_a_paragraph_that_begins_like_furniture_is_kept(line):
    assert rule_of(f"{line.rstrip('.:')} {BEFORE} {AFTER} {BEFORE} {AFTER}") is None


def test_links_after_a_heading_go_until_the_text_goes_on():
    links = "Most read\nHow the tide is measured\nWho is afraid of the harbour master now?\n"
    raw = f"{BEFORE}\n{links}\n{AFTER}\nIt is over.\n{BEFORE}"
    assert [rule for rule, _ in removed(raw, headline=False)] == ["related"] * 3
    assert body(raw, headline=False) == raw.replace(links + "\n", "")


def test_a_subheading_after_links_is_kept():
    links = "Most read\nHow the tide is measured in the old port\n\n"
    raw = f"{BEFORE}\n{links}After the flood\n{AFTER}"
    assert body(raw, headline=False) == f"{BEFORE}\nAfter the flood\n{AFTER}"


def test_a_long_list_is_no_list_of_links():
    items = "".join(f"Wreck number {i}\n" for i in range(40))
    raw = f"{BEFORE}\nMost read\n{items}{AFTER}"
    assert body(raw, headline=False) == f"{BEFORE}\n{items}{AFTER}"


def test_short_lines_outside_the_text_go_once_the_page_shows():
    raw = (
        f"News\nWater stands in the old town\nBy Jo Bell\nHarbour\n{BEFORE}\n{AFTER}\n"
        "“It is over,” he said.\nHarbour\nShare\nIt is over, then.\nWeather\nTides\n"
    )
    assert removed(raw) == [
        ("stray", "News"), ("headline", "Water stands in the old town"), ("byline", "By Jo Bell"),
        ("stray", "Harbour"), ("stray", "Harbour"), ("share", "Share"), ("stray", "Weather"),
        ("stray", "Tides"),
    ]  # fmt: skip
    assert body(raw).endswith("he said.\nIt is over, then.\n")


def test_a_list_at_the_end_is_kept_until_the_page_shows():
    team = "Ann Bell\nBo Marsh\nCy Tolle\nDi Crane\n"
    assert body(f"{BEFORE}\n{team}", headline=False) == f"{BEFORE}\n{team}"
    assert body(f"{BEFORE}\n{team}Share\nWeather", headline=False) == f"{BEFORE}\n{team}"


def test_what_stands_between_headline_and_text_may_be_text():
    standfirst = "The fish market stays shut until the pumps have been put right again"
    raw = f"Water in the town\nBy Jo Bell\n{standfirst}\n\nCaddow 2 Hask 1\n\n{BEFORE}"
    assert body(raw) == f"{standfirst}\n\nCaddow 2 Hask 1\n\n{BEFORE}"
    plain = f"What to bring\nSandbags\nTorches\nBread and cheese\n{BEFORE}"
    assert body(plain) == plain.partition("\n")[2]


def test_long_lines_without_a_full_stop_are_text():
    line = BEFORE.rstrip(".") + " and " + AFTER.rstrip(".")
    raw = f"Water in the town\nBy Jo Bell\n{line}\n{BEFORE}\n{line}\nShare\n{line}\nWeather"
    assert body(raw) == f"{line}\n{BEFORE}\n{line}\n{line}\n"


def test_the_days_of_a_chronicle_are_kept():
    days = [f"{day} April 2026" for day in (14, 15, 16)]
    raw = "\n".join(f"{day}\n{BEFORE}" for day in days)
    assert body(f"{AFTER}\n{raw}\n{AFTER}", headline=False) == f"{AFTER}\n{raw}\n{AFTER}"


# ---- headlines


@pytest.mark.parametrize("raw", ["", "Rain at last", "It rained.", "  Rain at last\n\n"])
def test_a_single_line_is_no_headline(raw):
    assert clean(raw).title is None
    assert "headline" not in [rule for rule, _ in removed(raw)]


def test_a_headline_needs_text_after_it():
    assert clean("Rain at last\nBy Jo Bell\nShare").title is None
    assert body("Rain at last\nBy Jo Bell\nShare") == "Rain at last\n"


@pytest.mark.parametrize(
    ("first", "is_headline"),
    [
        ("Rain at last", True),
        ("Who let the water in, and why did nobody call the harbour master?", True),
        ("No end to it.", True),
        (BEFORE, False),
        ("The mayor made the following statement:", False),
        ("It was the first time in nine years that the gates closed.", False),
        ("PORT CADDOW, May 4 (SPA) — The water came", False),
        ("word " * 51, False),
    ],
)
def test_the_first_line_is_the_headline_if_it_reads_as_one(first, is_headline):
    cleaned = clean(f"{first}\n\n{BEFORE}\n{AFTER}")
    assert cleaned.title == (first.strip() if is_headline else None)


def test_furniture_before_the_headline_is_passed_over():
    cleaned = clean(f"Skip to content\nAdvertisement\nWater in the town\nShare\n{BEFORE}")
    assert cleaned.title == "Water in the town"


def test_no_headline_is_guessed_when_told():
    raw = f"Water in the town\n{BEFORE}"
    assert clean(raw, headline=False).title is None
    assert body(raw, headline=False) == raw


def test_a_title_given_is_removed_where_it_stands_and_no_other_is_guessed():
    raw = f"WATER  in the town\n{BEFORE}"
    cleaned = clean(raw, title="Water in the Town ")
    assert cleaned.title == "Water in the Town"
    assert removed(raw, title="Water in the Town ") == [("headline", "WATER  in the town")]
    assert body(raw, title="Another") == raw
    assert clean(raw, title=" ").title == "WATER in the town"


# ---- fields

HEADS = [
    ("By Jamelle Bouie", {"author": "Jamelle Bouie"}),
    ("By Jo Bell, harbour correspondent", {"author": "Jo Bell"}),
    ("By Jo Bell and Al Marsh", {"author": "Jo Bell and Al Marsh"}),
    ("By LISA MASCARO, MARY CLARE JALONICK and ERIC TUCKER",
     {"author": "LISA MASCARO, MARY CLARE JALONICK and ERIC TUCKER"}),
    ("By Élodie d'Arc-Bell | Port Caddow", {"author": "Élodie d'Arc-Bell"}),
    ("By Jo Bell for The Courier", {"author": "Jo Bell"}),
    ("By Jo Bell on December 21, 2023 at 3:53PM PST",
     {"author": "Jo Bell", "date": "December 21, 2023 at 3:53PM PST"}),
    ("Published: 09:14, 14 April 2026 | Updated: 11:02, 15 April 2026",
     {"date": "09:14, 14 April 2026"}),
    ("Updated: 11:02, 15 April 2026", {"date": "11:02, 15 April 2026"}),
    ("Tuesday 14 April 2026 06:30", {"date": "Tuesday 14 April 2026 06:30"}),
    ("April 16, 2026", {"date": "April 16, 2026"}),
    ("14 April 2026, 5:42 p.m. GMT", {"date": "14 April 2026, 5:42 p.m. GMT"}),
    ("2026-04-14T05:00Z", {"date": "2026-04-14T05:00Z"}),
    ("PUBLISHED THU, NOV 21 2019 5:00 PM EST", {"date": "THU, NOV 21 2019 5:00 PM EST"}),
    ("Jo Bell - Nov 19, 2019, 10:31 pm CST",
     {"author": "Jo Bell", "date": "Nov 19, 2019, 10:31 pm CST"}),
    ("Posted on 21st May, 2026 by the harbour desk", {"date": "21st May, 2026"}),
    ("Jo Bell, harbour correspondent", {"author": "Jo Bell"}),
    ("Port Caddow, Thursday 21 May 2026.", {"date": "Thursday 21 May 2026"}),
    ("21/06/2014 Jo Bell All, Books", {"date": "21/06/2014"}),
    ("Published 3 hours ago", {}),
    ("https://example.org/water", {"url": "https://example.org/water"}),
    ("Source: The Courier", {"outlet": "The Courier"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "fields"), HEADS)
def test_fields_of_metadata_lines(line, fields):
    assert clean(f"Water in the town\n{line}\n\n{BEFORE}\n{AFTER}").fields == fields


def test_the_outlet_is_read_from_the_last_line():
    assert clean(f"{BEFORE}\n\nSource : Sky News").fields == {"outlet": "Sky News"}


def test_dates_of_links_are_not_the_articles():
    tail = "Share\nHow the tide is measured, 4 May 2020\nBy Al Marsh"
    page = f"Water in the town\nBy Jo Bell\n{BEFORE}\n{AFTER}\n{BEFORE}\n{AFTER}\n{tail}"
    assert clean(page).fields == {"author": "Jo Bell"}


@pytest.mark.parametrize(
    ("start", "place"),
    [
        ("PORT CADDOW (SPA) - ", "PORT CADDOW"),
        ("LONDON, March 3 (Reuters) — ", "LONDON"),
        ("ST. JOSEPH, Mich. (AP) — ", "ST. JOSEPH"),
        ("DUBAI, United Arab Emirates — ", "DUBAI"),
        ("NATO — ", None),
        ("EXCLUSIVE - ", None),
        ("London, as ever, - ", None),
    ],
)
def test_a_dateline_is_text_and_names_the_place(start, place):
    raw = f"{start}{BEFORE}\n{AFTER}"
    cleaned = clean(raw)
    assert cleaned.fields.get("place") == place
    assert cleaned.title is None and body(raw) == raw


# ---- whole pages

PAGE = """Ferry “limps home” after night in fog off Skerrow Head

A ferry with 212 people on board reached Port Caddow on Thursday, nine hours late and on one engine.
The crossing from Ennery takes forty minutes on an ordinary day.

Passengers sang to pass the time, and the cook gave away what he had left of the soup and the bread.

Image: The ferry alongside the Customs Quay. Pic: Courier/Ada Lunt

Image: A passenger leaves the ship. Pic: Courier/Ada Lunt
The company said that it would look into the matter, and that every ticket would be paid back.

More on Skerrow Head

Related Topics:

“We were never in danger,” said the captain, who has made the crossing four thousand times.

Advertisement

“Only in fog.”

Read more:What the foghorn meansThe last lighthouse keeper of Skerrow Head
The fog is expected to lift on Friday, when a second ship will join the service for the summer.

Source : The Evening Wire"""


def test_an_invented_page_in_the_style_of_the_seed_article():
    cleaned = clean(PAGE)
    assert cleaned.title == "Ferry “limps home” after night in fog off Skerrow Head"
    assert cleaned.fields == {"outlet": "The Evening Wire"}
    assert [rule for _, _, rule in cleaned.spans if rule] == [
        "headline", "caption", "caption", "related", "related", "advertisement", "read more",
        "source",
    ]  # fmt: skip
    assert len([line for line in body(PAGE).splitlines() if line.strip()]) == 7


def test_the_seed_article(dev_data):
    raw = (dev_data / "seed-article.txt").read_text("utf-8")
    cleaned = clean(raw)
    assert cleaned.title.startswith("Kim Jong Un hails") and cleaned.title in raw.split("\n")[0]
    assert cleaned.fields == {"outlet": "Sky News"}
    assert len([line for line in body(raw).splitlines() if line.strip()]) == 14
    gone = [text for rule, text in removed(raw) if rule != "headline"]
    assert [text.split(":")[0].split(" ")[0] for text in gone] == [
        "Image", "Image", "More", "Related", "Advertisement", "Image", "Read", "Source",
    ]  # fmt: skip


def test_real_pages(dev_data):
    """The measurement of benchmarks/cleaning.py holds on sites seen and unseen."""
    script = Path(__file__).parents[1] / "benchmarks" / "cleaning.py"
    found = runpy.run_path(str(script))["measure"](dev_data)
    for part in ("dev", "held out"):
        assert found[part, "clean"].recall >= 0.983
        assert found[part, "clean"].f1 >= found[part, "keep everything"].f1 + 0.1
        assert found[part, "clean"].precision >= 0.77

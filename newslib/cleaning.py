"""This turns raw text into body spans and removed spans, each with the rule that removed it.

People paste articles from web pages, and the page comes along: captions, "Read more", share
bars. A line is furniture (1) by its own words: the patterns of `_FURNITURE`; (2) where it follows
a heading such as "Most read", as links do: rule "related"; (3) where it is no sentence and stands
before the first paragraph, or after the last where the page has begun again: rule "stray". What
reads as a sentence is kept unless its own words say that it is furniture.
"""

import re
from typing import NamedTuple

# A line ends at \n, \r\n, \r or one of Unicode's two separators. Form feeds and the rest of what
# str.splitlines takes are left alone: in old files they stand inside sentences.
_LINE = re.compile("[^\r\n\u2028\u2029]*+(?:\r\n|[\r\n\u2028\u2029])|[^\r\n\u2028\u2029]++")
_LONG = 420  # characters: a longer line is text; no pattern looks at it, so time stays linear
_PARAGRAPH, _HEADLINE, _SHORT = 90, 250, 160  # a sentence that is text; the longest link or name
_DECOR = re.compile(r"""^[^\w"'“‘«([{$£€@©#-]+|[^\w.!?"'”’)}*→»›]+$""")  # icons, "— Share —"
_SENTENCE = re.compile(r"""(?<![ap]\.m)[.!?…。！？]["'”’»)\]」』]*$""")
_QUESTION = re.compile(r"""([?!？！]|\.\.\.|…)["'”’»)\]」』]*$""")  # a headline may end so, too

_WORDS = {
    "CAP": r"(?-i:[^\W\d_a-zß-öø-ÿ])",  # a capital letter (É is one), whatever the rest
    "NAME": r"<CAP>[\w.'’-]*( (([dl]['’])?<CAP>[\w.'’-]*|d[aeiu]|v[ao]n|der|bin|al|el|la)){1,4}",
    "BYLINE": r"(((words|story|report|text|written|posted) )?by:?|(words|text|author):) "
    r"(?P<author>(?!\w+day )<NAME>((, <NAME>){0,8},? (and|&) <NAME>)?)"
    r"( ?[,|•·/(–—-].*| (for|in|on|at|updated|published|last|\d|\w{3,9} \d).*)?",
    "MONTH": r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?",
    "WEEKDAY": r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?",
    "CLOCK": r"(\d\d?[:.]\d\d(:\d\d)?( ?[ap]\.?m\b\.?)?|\d\d? ?[ap]\.?m\b\.?)"
    r"( \(?((?-i:[A-Z]{2,4})|ist)\b\)?)?",
    "DAY": r"(\d\d?(st|nd|rd|th)?( of)?[ -]<MONTH>,?[ -]|<MONTH> \d\d?(st|nd|rd|th)?,? ?)<YEAR>",
    "YEAR": r"(19|20)\d\d",
    "DATE": r"((\b<CLOCK>,? (on )?)?(\b<WEEKDAY> )?\b<DAY>(,? ([-–—•|/] )?(at )?<CLOCK>)?"
    r"|(?<!\d)(\d\d?[/.-]\d\d?[/.-]<YEAR>|<YEAR>[/-]\d\d?[/-]\d\d?(t[\d:.]+(z|[+-][\d:]+)?)?)(?!\d))",
    "ISSUED": r"(first |last )?(published|updated|posted|modified|printed|filed|date)( on| at)?:?",
    "PICTURE": r"((main|file|lead|stock|cover|featured?) )?(photo|photograph(er|y)?|image|picture"
    r"|pic|illustration|photo ?-?illustration|graphic|video|composite)s?",
    "AGENCY": r"(getty( images)?|reuters|afp|epa|pa( wire| media)?|ap( photo| images)?|bloomberg"
    r"|shutterstock|i?stock(photo)?|alamy( stock photo)?|unsplash|imago|wikimedia commons)",
    "LETTER": r" (newsletters?|inbox|alerts)",
    "LITTLE": r"(by|on|at|in|of|for|and|the|from|first|last|posted|published|updated|printed)",
    "NEWS": r"(stor(y|ies)|news|headlines|videos?|articles?|posts?|coverage|links?|content)",
    "NETWORK": r"(share|tweet|post|pin|print|e-?mail|facebook|twitter|x|whatsapp|reddit|link|more"
    r"|save|instagram|linkedin|pinterest|snapchat|tiktok|telegram|flipboard|youtube|submit)",
}
# A rule and, after two spaces, what it takes: patterns for a whole line, its spaces made single,
# in any case. They are tried on lines that are no sentences; those after "+" on sentences too.
_FURNITURE = r"""
advertisement  ads?|advert(isement|ising|orial|s)?( ?[:|–—-] .*)?|promoted|scroll down .*
    sponsored( (by|content|post).*)?|(story|article) continues .*|(shop|buy) (the|this) \w+
    [$£€]\d{1,4}(\.\d\d)?( (at|via|from) .*)?|(view|buy|preorder) (on|at|deal|now)( [^,]*)?
  + (?=.*\b(links?|buy|offers)\b).*\b(we|<CAP>\w+) may (earn|receive|get) .*commission\b.*
date  \(?(<ISSUED> ?)?<DATE>( ?[|•·–-].*| ?<ISSUED>.*)?\)?|\d+[ -](min\w*|hours?|days?) (read|ago)
    \(?<ISSUED> ?(<WEEKDAY>|<MONTH>|<CLOCK>|\d+ \w+ ago|invalid)\b.*|(reading time|time to read).*
  + (?!.*(?-i:(?<![\w.'’])(?!<LITTLE>\b)[a-z])).{0,80}<DATE>.{0,40}
byline  <BYLINE>|by:? .{2,80}<DATE>.*|by:?( (?-i:[A-Z]{2,})|.{2,30} (staff|reporters?|writers?))?
caption  \(?<PICTURE> (by|via|courtesy|from|©) (<CAP>|@).*|photo credits?|courtesy of .{2,60}
    ((file|staff) photos?\b|<CAP>\w+ photos? ?[/|]).{0,60}|(.*[(—-] ?)?(<CAP>[\w.'’]* ){1,3}photo\)?
    .*[\w.,!?)”’"] ?\(?(?=<CAP>)(<PICTURE>|credit)( credit)?(:| by) ?(<CAP>|©).{1,60}|.*/getty.*
    (.*(/|\||\(|via |courtesy of |© ?|[.”’"] ?))?<AGENCY>( (plus|images))?\)?|enlarge( / .*)?
    .*[.”’"] ?(<AGENCY>|<CAP>[\w.]*)( [^\W\d_][\w.-]*){0,3}/ ?<CAP>\D{1,40}|view image in .*
    .*\(<NAME> ?/ ?<CAP>[^()]*\)|.*[a-z)]\.(?-i:[A-Z][A-Z '’-]+|[A-Z]\w+ [A-Z]\w+)
  + [(\[]?(<PICTURE>( (credits?|source|caption|copyright))?|credits?|caption|pictured|above) ?[:©].*
  + (image|media|video) ?(source|caption|copyright)[,:]? ?(<CAP>|@).*|.*\((<PICTURE>|credit):.*\)
source  sources? ?:( ?["'‘“]?<CAP>.{0,70}| ?[\w-]+(\.\w+)+)?
share  <NETWORK>([ ,|•·/]{0,3}<NETWORK>){0,9}|(share|tweet|email|save) (this|on|via|article)\b.*
    (\d[\d.,]*[km]? ?)?(shares?|views?|likes?|reactions?)|.*opens in (a )?new (window|tab)\)?|@\w+
    (follow|join|find|like) (us\b|this|@|.* (on <NETWORK>|wherever)\b).*|[\w.+-]+@[\w.-]+( @\w+)?
  + (follow|join) (us|@|(the )?<CAP>).* on .*\b(facebook|twitter|instagram|x)\b.*
newsletter  (sign|log)[ -]?(me )?(up|in|out)( .*)?|subscribed?( .*)?|donate( .*)?|support us.*
    ((the|get|more|our|<CAP>[\w'’.]+) ){0,4}newsletters?|(your )?e-?mail( address)?[*]?
    .* (in|to) your inbox|(install|download) .* app\b.*|be the first to get .*
  + (please )?(sign up|subscribe|get|receive|want|join)\b.*\b(our|your|free|for|to)\b.*<LETTER>\b.*
  + (got|have|do you have) a (story|news tip|tip)\?.*|already a (subscriber|member)\?.*|no spam,.*
  + (you have )?\d+ (free )?articles? (left|remaining).*|support (local|our) (journalism|news)\b.*
  + become a (member|subscriber|supporter)\b.*|(contact|e-?mail|write|letters?|send)\b.*\w@\w.*
comments  (\d[\d,.]* |no )?comments?( ?\(.*\)| are closed| yet.*)?|reader comments|have your say
    (leave|post|add|write|view|show|hide|load|read|join) .{0,7}(comments?|reply|conversation)\b.*
  + be the first to comment.*|you must .* a comment\.|was this (page|article|story) helpful\?
player  media playback .*|now playing.*|play( video.*)?|video( ?\d+:\d\d)?|up next|close
    (video )?loading|(click to )?(un)?mute|view (this|full) post .*|a post shared by .*
    (back to|view) gallery.*|\d+ ?(/|of) ?\d+|(watch|listen)( (live|now|to this .*)|: .*)?
  + this (video|content|slideshow) (cannot|can also|requires) .*|please (enable|use) .* browser\b.*
legal  (privacy|cookies?) ?(policy|notice|settings?|preferences)( ?[,|&·].*)?|accept (all )?cookies
    terms (of|and|&) (use|service|sale|conditions)\b.{0,60}|copyright <CAP>\w+ <CAP>.*
    manage .*(privacy|cookies?|preferences).*|(purchase|acquire) licensing.*|our standards: .*
  + ©.*|(copyright|\(c\)) (©|\(c\)|(19|20)\d\d|by <CAP>).*|(.*\. )?all rights reserved.*
  + by (signing up|submitting|clicking|continuing|entering)\b.* you (agree|accept)\b.*
agency  (additional |with )?(reporting|writing|editing|compiled)( and \w+)? by:? <CAP>.*|#( ?#)+
    [-–—*]+ ?(ends?|30) ?[-–—*]*|\((?-i:[A-Z]{2,4})\)|[-–—]+ ?<AGENCY>|\([$£€]1 = .*\)
  + \(?(additional )?(reporting|writing|edit(ing|ed))( and \w+)? by:? <CAP>.*(;| edit\w+ by|\)$).*
  + <CAP>[^.]* contributed (reporting|to th(is|e) (report|story|article))\b.{0,60}
related  related( <NEWS>| from .*)?|((suggested|related|more) )?(topics?|tags|categories)|latest
    (tagged|filed under|posted in)( ?:.*| <CAP>.*)|more in <CAP>.{2,30}|next( read.*)?|don['’]t miss
    (read )?more (on|from|about|great|top|must[- ]reads?) .{2,50}|editor[’'s]* picks?|on our radar
    (more|top|latest|other|featured|recent)( <CAP>\w+)? <NEWS>( .{2,40})?|must[- ](read|watch)s?
    .{0,25}most (read|popular|viewed|shared)( (in|on|now|today|this|<NEWS>)\b.{0,30})?
    (.{2,10} )?(trending|popular)( (now|on|this|<NEWS>|nation).*)?|from (the|our) archives?
    recommended( (for|by|<NEWS>)\b.*)?|you (may|might) (also )?like.*|also in (this|the) .{2,30}
  + ((related|suggested) )?(topics|tags|keywords|categories) ?: .*|this article is related to.*
read more  (read|see|find out|learn|show|load|view) (more|all|full|less)\b.*|jump to.*|read
    (read|see|more) ?: .*|read (next|also)|continue reading.*|(click|go|tap) here .*
  + \[?((read|see|also|click|watch)( also)? (more|also|next|now|here|read)|related) ?[:-] ?.*
  + (don['’]t miss|next (story|article)|read more (on|from) [^.!?:]{2,40}) ?: ?.*|click here to .*
navigation  (main )?menu|search( for)?|skip to .*|back to (top|home(page)?)|post navigation
    [|/~=←→↑▲▶►▸▼●■★☆✉☎✔❯\U0001F300-\U0001FAFF].*|[^«]*[→»›]|([«‹] )?(previous|next)( post)?
    about (us|the (author|writer)).*|contact us|home( ?[>»›/] ?.*)?|<CAP>\w+( ?[>»›] ?<CAP>\w+)+
link  https?://\S+|www\.\S+|.*(pic\.twitter\.com|https?://t\.co)/\w+|[—-] .* \(@\w+\) <DATE>
"""
# What follows these, after the last paragraph, is the page.
_PAGE = {"related", "share", "newsletter", "comments", "legal", "agency", "source", "navigation"}


def _pattern(text: str) -> re.Pattern:
    """Compile a pattern with the names in angle brackets put in."""
    while named := re.search("<([A-Z]+)>", text):
        text = text.replace(named[0], _WORDS[named[1]])
    return re.compile(text, re.I)


def _read_table(signs: str) -> list[tuple[str, re.Pattern]]:
    """The rules of `_FURNITURE`, of those lines that begin with one of the signs."""
    table = re.findall(r"^(\S.*?)(  .*(?:\n .*)*)", _FURNITURE, re.M)
    lines = {name: f"  {block}".split("\n") for name, block in table}
    forms = {name: [line[4:] for line in lines[name] if line[2] in signs] for name in lines}
    return [(name, _pattern("|".join(forms[name]))) for name in forms if forms[name]]


_FOR_SENTENCES, _FOR_OTHERS = _read_table("+"), _read_table(" +")
_BYLINE, _DATE = _pattern("<BYLINE>"), _pattern("<DATE>")
_SIGNED = _pattern(r"(?P<author><NAME>)( ?[|•·–—-] ?<DATE>|,.* (reporter|editor|correspondent)$)")
_DATELINE = _pattern(  # LONDON, March 3 (Reuters) —  clear where a region, day or agency follows
    r"((?-i:[A-Z][A-Z.'’ -]{2,30}?))(?=,| \()(, (?!<MONTH>)<CAP>[\w.]+( <CAP>\w+){0,2})?"
    r"(,? <MONTH> \d\d?)?( \([\w ]{2,20}\))? ?[-–—]"
)

_WIRES = {  # agencies: the name that is given, and how they are credited
    "AP": "(the )?associated press|ap", "Reuters": "(thomson )?reuters", "UPI": "upi",
    "AFP": "agence france[ -]presse|afp", "PA": "(the )?press association|pa media|pa",
    "dpa": "dpa|deutsche presse-agentur", "AAP": "aap|australian associated press",
    "CP": "(the )?canadian press", "Bloomberg": "bloomberg( news)?", "Xinhua": "xinhua",
    "PTI": "pti", "ANI": "ani", "IANS": "ians", "EFE": "efe", "ANSA": "ansa", "TASS": "tass",
    "Kyodo": "kyodo", "Yonhap": "yonhap", "Interfax": "interfax", "NZME": "nzme",
}  # fmt: skip
_WORDS["WIRE"] = f"(?P<wire>{'|'.join(_WIRES.values())})"
_WORDS["SIGN"] = r"\((?P<sign>(?-i:[A-Z]{2,5}))\)"  # (SPA): an agency that is not in the list
_FILED = [_pattern(form) for form in (  # LONDON (Reuters) —  of others only after capitals
    r"[^()]{0,60}\(<WIRE>\) ?[-–—]", r"(?-i:[A-Z]{2})[^()]{0,60}<SIGN> ?[-–—]",
)]  # fmt: skip
_CREDITS = [_pattern(form) for form in (
    r"(by|from|source|reporting by) ?:? ?(.*([,(|/·–—-]| and) ?)?(the )?<WIRE>( staff)?\)?[.,]?",
    r"((by|from) .* )?<SIGN>", r"[-–—(]+ ?<WIRE>\)?", r"<WIRE>(, <CAP>\w+,?|,? <DATE>.*)",
    r"(©|\(c\)|copyright)[ ,©]*<YEAR>,? (by )?(the )?<WIRE>\b.*",
    r"source ?: ?(?P<sign>.+ (press|news) agency)",
)]  # fmt: skip
_AUTHOR = _pattern(r"(.*([,(|/·–—-]| and) ?)?(the )?<WIRE>( staff| reporters?)?\)?")
_NAMED = {name: re.compile(form, re.I) for name, form in _WIRES.items()}


class Cleaned(NamedTuple):
    """The headline, the fields of metadata lines, and spans (start, end, rule or None for body)."""

    title: str | None
    fields: dict[str, str]
    spans: list[tuple[int, int, str | None]]


def clean(raw: str, *, headline: bool = True, title: str | None = None) -> Cleaned:
    r"""Tell the text of an article from the page around it.

    The spans together are `raw`, to the character; a line owns its end and blank lines after it.
    The first line that is not furniture is the headline if it reads as one and text follows; with
    `title` given, only a line equal to it. Fields, as printed: outlet, author, date, url, place.

    >>> raw = "Rain at last\nBy Jo Bell\n4 May 2026\n\nIt rained.\nAdvertisement\nIt is over."
    >>> cleaned = clean(raw)
    >>> cleaned.title, cleaned.fields
    ('Rain at last', {'author': 'Jo Bell', 'date': '4 May 2026'})
    >>> [rule for start, end, rule in cleaned.spans]
    ['headline', 'byline', 'date', None, 'advertisement', None]
    >>> "".join(raw[start:end] for start, end, rule in cleaned.spans if rule is None)
    'It rained.\nIt is over.'
    """
    if not (lines := _lines(raw)):
        return Cleaned(title, {}, [(0, len(raw), "empty")] if raw else [])
    ends, texts, loose = ([line[n] for line in lines] for n in range(3))
    rules = [_own_rule(text) for text in texts]
    paragraphs = _paragraphs(texts, rules)
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (0, len(texts))
    title = " ".join((title or "").split())
    top = _find_headline(texts, rules, first, title) if headline or title else None
    if top is not None:
        rules[top] = "headline"
    days = [i for i in range(first, last) if rules[i] == "date" and _DATE.search(texts[i])]
    for i in days if len(days) > 2 else []:
        rules[i] = None  # it is a chronicle
    _mark_links(texts, rules, loose, first, last)
    _mark_strays(texts, rules, loose, first, last, top)
    if top is not None and None not in rules[top:]:
        rules[top] = top = None  # nothing follows it: it is the text
    near = [i for i in range(len(texts)) if i > last or not paragraphs[2:] or i < paragraphs[2]]
    told = [(texts[i], rules[i]) for i in near if i <= last or rules[i] != "stray"]
    spans: list[tuple[int, int, str | None]] = []
    for start, end, rule in zip([0, *ends], ends, rules, strict=False):
        if rule is None and spans and spans[-1][2] is None:
            start = spans.pop()[0]
        spans.append((start, end, rule))
    return Cleaned(title or (None if top is None else texts[top]), _fields(told), spans)


def _lines(raw: str) -> list[list]:
    """End and text of each line, and whether blank lines follow, which are taken along."""
    lines: list[list] = []
    for found in _LINE.finditer(raw):
        if text := found[0].strip():
            text = " ".join(text.split()) if len(text) <= 2 * _LONG else text
            lines.append([found.end(), text, False])
        elif lines:
            lines[-1][::2] = found.end(), True
    return lines


def _own_rule(text: str) -> str | None:
    """The rule a line falls under by its own words."""
    if len(text) > _LONG or text.startswith(("* ", "• ")):
        return None
    forms = {label := _DECOR.sub("", text.removesuffix("...")), text}
    rules = _FOR_SENTENCES if _SENTENCE.search(label) else _FOR_OTHERS
    return next((name for name, rule in rules if any(map(rule.fullmatch, forms))), None)


def _reads(text: str) -> bool:
    """Whether a line is long or ends as a sentence, opens a list, or is an item of one."""
    listed = text.endswith((":", ";")) or text.startswith(("- ", "* ", "• "))
    return listed or len(text) > _SHORT or _SENTENCE.search(text[-9:]) is not None


def _is_link(text: str) -> bool:
    """Whether a line could be a link, a tag or a name: no sentence, or a headline that asks."""
    asks = 30 < len(text) <= _SHORT and ". " not in text
    return not _reads(text) or asks and _QUESTION.search(text[-9:]) is not None


def _paragraphs(texts: list[str], rules: list[str | None]) -> list[int]:
    """The lines that are text for certain, without what is told about the author at the end."""
    sizes = [0 if rule else len(text) for text, rule in zip(texts, rules, strict=True)]
    ended = [_SENTENCE.search(text[-9:]) for text in texts]
    found = [i for i, n in enumerate(sizes) if n > _LONG or n >= _PARAGRAPH and ended[i]]
    while len(found) > 3 and found[-1] - found[-2] > 2 and _PAGE & {*rules[found[-2] : found[-1]]}:
        found.pop()
    return found


def _find_headline(texts: list[str], rules: list, first: int, title: str) -> int | None:
    """The line that is the headline: the one given, or else the first that reads as one."""
    opening = [i for i in range(min(len(texts) - 1, first + 1 if first else 12)) if not rules[i]]
    if title:
        return next((i for i in opening if texts[i].casefold() == title.casefold()), None)
    run = [i for n, i in enumerate(opening) if i == opening[0] + n]  # perhaps a section, then it
    top = next((i for i in run if texts[i].count(" ") > 1), opening[0] if opening else None)
    text = "" if top is None else texts[top]
    ended = text.count(" ") > 7 and _SENTENCE.search(text) and not _QUESTION.search(text)
    told = ended or text.endswith((":", ";"))
    return None if told or len(text) > _HEADLINE or _DATELINE.match(text) else top


def _mark_links(texts: list[str], rules: list, loose: list[bool], first: int, last: int) -> None:
    """Mark what follows a heading such as "Most read" within the text, if it reads as links."""
    end = 0
    for i in range(min(last, len(texts) - 1)):
        if rules[i] == "player" and not loose[i] and not _reads(texts[i + 1]):
            rules[i + 1] = rules[i + 1] or "player"  # the name of the video
        if i < max(first, end) or rules[i] != "related" or len(texts[i]) > 60 or ": " in texts[i]:
            continue
        end = i + 1
        while end < last and end - i < 17 and (rules[end] or _is_link(texts[end])):
            end += 1
        # The last may be a subheading of the text that goes on: set apart, or shorter than links.
        apart = loose[end - 2] or end - i > 2 and len(texts[end - 2]) > 36
        if end - i > 1 and apart and len(texts[end - 1]) <= 36 and not texts[end - 1].isupper():
            end -= 1
        if end - i < 17:  # a longer one is a list of the text itself
            rules[i:end] = [rule or "related" for rule in rules[i:end]]


def _mark_strays(texts, rules: list, loose, first: int, last: int, top: int | None) -> None:
    """Mark short lines that are no sentences before the text, and after it once a page begins."""
    opening = [i for i in range(first) if not (rules[i] or _reads(texts[i]))]
    if {*rules[:first]} <= {None, "headline"} and (top is None or len(opening) > 2):
        opening = []  # nothing of a page: a list, or the first subheading
    for i in opening:
        words = texts[i].split()
        flows = len(words) > 7 and sum(w[0].islower() for w in words) > 0.6 * len(words)
        apart = loose[i] and not rules[i + 1] and i and loose[i - 1] and rules[i - 1] != "headline"
        kept = flows or apart if top is not None else len(words) > 5 or apart
        if not kept or i < (top or 0):  # kept: a standfirst; a score or a subheading; a headline
            rules[i] = "stray"
    page = next((i for i in range(last + 1, len(texts)) if rules[i] in _PAGE), len(texts))
    names = [i for i in range(last + 1, page) if not (rules[i] or _reads(texts[i]))]
    links = [i for i in range(page, len(texts)) if not rules[i] and _is_link(texts[i])]
    for i in links + names * (page < len(texts) and len(names) <= 3):
        rules[i] = "stray"


def _fields(lines: list[tuple[str, str | None]]) -> dict[str, str]:
    """What the metadata lines say, in the words of the page."""
    fields: dict[str, str] = {}
    for text, rule in lines:
        if rule == "source" and (outlet := text.partition(":")[2].strip()):
            fields["outlet"] = outlet
        elif rule == "link" and re.fullmatch(r"(https?://|www\.)\S+", text):
            fields.setdefault("url", text)
        elif rule is None and (found := _DATELINE.match(text)):
            fields.setdefault("place", found[1])
        if rule in {"byline", "date", "stray"}:
            if found := _BYLINE.match(text) or _SIGNED.match(text):
                fields.setdefault("author", found["author"])
            issued = re.split("(?i)updated|modified", text, maxsplit=1)[0]
            if found := _DATE.search(issued) or _DATE.search(text):
                fields.setdefault("date", found[0])
    return fields


def wire_of(text: str, lines: list[str], author: str | None) -> str | None:
    """Name the agency that an article is credited to: in its dateline, its lines or its author.

    `lines` are what cleaning took away. An agency of `_WIRES` gets its short name, another the
    name it is printed with.

    >>> wire_of("LONDON (Reuters) - Oil fell on Monday.", [], None)
    'Reuters'
    >>> wire_of("Oil fell.", ["By Ann Lee, Associated Press"], None)
    'AP'
    """
    body = [line.strip() for line in text.split("\n") if line.strip()]
    filed = (form.match(line[:99]) for line in body[:40] for form in _FILED)
    edges = [*body[:12], *body[-1:], *map(str.strip, lines)]
    credited = (form.fullmatch(line) for line in edges if len(line) < 160 for form in _CREDITS)
    signed = (_AUTHOR.fullmatch(author) for _ in "1" if author)
    found = next(filter(None, (*filed, *signed, *credited)), None)
    said = found.groupdict() if found else {}
    if name := said.get("wire"):
        return next(short for short, form in _NAMED.items() if form.fullmatch(name))
    return said.get("sign")

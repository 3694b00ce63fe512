"""Strings built to be nasty to a tokeniser: `nasty(seed, n)` gives n of them, always the same."""

import random
from itertools import product
from pathlib import Path

SPACES = [chr(i) for i in range(0x3001) if chr(i).isspace()]  # all that str.split knows
MARKS = [chr(i) for i in (
    *range(0x20), 0x7F, 0x80, 0x85, 0x9C, 0xAD, 0x300, 0x301, 0x308, 0x34F, 0x61C, 0x180E, 0x200B,
    0x200C, 0x200D, 0x200E, 0x202E, 0x2060, 0x2066, 0x20E3, 0xFE0F, 0xFEFF, 0xFFFC, 0xFFFD, 0xFFFF,
    0xE000, 0xE0001, 0x10FFFF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF,
)]  # fmt: skip
DASHES = [chr(i) for i in (*range(0x2010, 0x2016), 0x2212, 0xFE58)]
QUOTES = """
    ' " ` `` ``` '' '''' "" ""\" ‘ ’ “ ” „ ‚ ‛ ‟ « » ‹ › ′ ″ ＂ ´ "' '" ``' `' '''
""".split()
CLOSERS = [") ]", "\" '", ". )", '."', '.) "', '?!"', '. ) "', ".'", ".''", '.’”', "!)", ".»",
           "?’ ", '." ', ".)", ". ]", '. "', ".” ", ".]}>", '?")', "!'\"", '."--', ".'--",
           ". --", ".)(",
           '.\n"', '.\n\n")', ".\t'", ")”.", "'.", "”.", '".', ").", "]. ", "..)", '..."',
           "...”", '. . ."', "?)?", "!!!”", ".\xa0”", '.\u2028"', ".\x1c'", ".\x85)", '"."',
           ".’s"]  # fmt: skip
STOPS = [*". .. ... .... ..... … …. .… ……… ? ! ?! !? ?? !!! ?!?! .? ?. .! !. .?.".split(),
         *"!... ...! 。 ！ ？ ．".split(), ". . .", ". . . .", ".. .", ". ..", " . ", " ! ", " ? ",
         " !!! ", "? ! ?", "!!\n!", ".\n.", ". \n . ", "...\n", "! ! !", ". ."]  # fmt: skip
ABBREVIATIONS = """
    Mr. Mrs. Ms. Dr. St. Inc. Co. Corp. Ltd. U.S. U.S.A. U.K. U.N. D.C. a.m. p.m. A.M. P.M.
    e.g. i.e. etc. vs. v. No. no. Nos. Gen. Gov. Sen. Rep. Lt. Col. Jr. Sr. Ph.D. M.D. B.A.
    J. K. A. I. i. p. pp. Jan. Sept. Dec. Mon. fig. ca. cf. al. op. ed. Ave. Blvd. Mt. ft.
    in. oz. J.K. J.-P. A.B.C. Mr.Smith N.Y. Calif. Mass. Pa. Va. Bros. Ala. a. b. Z. É. ß.
    İ. ı. ſ. ǅ. 中. Mr Mr.. Mr.? Mr., Mr.) (Mr. U.S u.s. U.S.' U.S.'s U.s. U..S. .com .NET
    x.y a.b.c. 1.a a.1 A.1. St.-Pierre e.g., i.e., etc.) etc.,
""".split()
NUMBERS = """
    3.5 2006. 1,000,000 $5m 50% 1. 12. 1.. 0.5. .5 .5. -5 -5. -.5. 5- 1,2 1, ,1 1,a a,1 1:30
    :30 30: 1:a a:1 1;2 £5 €5.50 $3.5m. US$5 #1 #1. No.1 1/2 ½ ² Ⅷ 1st 2nd. 1990s 1990's
    '90s ’90s 9/11. 24/7 1-2 1–2 1—2 1--2 192.168.0.1 2006.) 2006." (2006). 1,000. 1.000,00
    1,,2 1.2. 1.2.3. ３.５ １２． ٣٫٥ ٣. ١٢٣ १२. ,5 5, 1e5 0x1F +1 1+1=2 ##number## ##number##.
    1.A 1.a 1.The 5.m 4.” 4.’ 1,’ 1:” :) :-) ;-) :D <3 1,000,. -,5.
""".split()
CONTRACTIONS = (
    """
    gonna wanna gimme gotta lemme cannot Gonna WANNA GimMe gotTA Lemme CANNOT cannots
    uncannot can not d'ye D'YE d’ye d'yes more'n more’n MORE'N more'ns 'tis 'Tis 'TIS 'twas
    'Twas ’tis ’twas 'tisn't don't DON'T Don’t N'T n't n’t ain't isn't, can't. won't!
    they'll THEY'LL they’ll we're WE'RE they've I'm I'M I’m he'd HE'D he’d it's IT'S it’s 's
    'S ’s 'm 'M 'd 'D 'll 'LL 're 'RE 've 'VE 't 'T 'n' 'n dogs' dogs’ James's James'
    James'. James'" dogs'. dogs', dogs'? dogs'! dogs') dogs'; dogs'- s' s'' 's' rock'n'roll
    o'clock O'Neill y'all y'all'd've shouldn't've 'em 'cause 'til d' l'état aujourd'hui
    'hello 'hello' ''hello'' 'a 'ab' 'she 'told 'ven 'rest 'sun 'dog 'nt 'llama 're- 's- n'ts
    whaddya wha'cha whatcha don''t don"t don`t don'tcha gonna. gonna, gonna' gonna- wanna.
    wanna, wanna) wanna’ ſ 'ſ 'ſt wannaſ iſn't gımme gİmme lemme\u0301 gonna\u200b
    can\u200bnot \u212a 'tıs 'tİs 'twaſ 'tiſ d\u2019ye it's\u200b
    it\u200b's it'\u200bs it's\u0301 's\u0301 'ſ.
""".split()
    + ["wanna ", "wanna\xa0", "wanna\x1c", "wanna\x85", " 'tis", "\xa0'tis", "\n'twas"]
)
SIGNS = """
    ( ) [ ] { } < > (( )) [[ ]] {{ }} << >> <> () [] {} (a) [a] {a} <a> </a> <br> <b>x</b> (
    a ) (a (b) [c , ; : ,, ;; :: , , ,. ., ;. :. .: .; ,a ,1 a, :a :1 a: ,) ,” ," ,' :' :"
    ;' ,\n :\n ,- :- ,— - -- --- ---- - -a a- a-b a--b a—b a–b --a -- a-- .-- --. ?-- !--
    -.- * ** *** *a* a*b @ @a a@ # #a $ $a a$ % & && &amp; a&b ; a;b / \\ | ~ ^ + = _ __ _a_
    a_b _. ._ a_. ¡ ¿ § ¶ © ® ™ ° • · ‧ ․ ‥ ¨ ¯ ¸ ¿? http://x.y/z?a=b&c=d#e https://a.b.com.
    www.x.com, www.x.com) a@b.com a.b@c.d. @user: #tag. ftp://[::1]/ C:\\a\\b. x=1; f(x).
    a/b. and/or. AT&T. R&D Q&A: Yahoo! Yahoo!'s Guess? Jeopardy!. Mr.? U.S.! E*Trade
""".split()
LETTERS = """
    a I A i The the He he said It it But and In of to x X Port port was rose Flood flood
    Smith said, said: 😀 🇬🇧 👩‍👩‍👧 👍🏽 ❤️ ☃ 1️⃣ 😀. 😀! é e\u0301 e\u0301. ñ ü ß ẞ STRASSE straße
    İ I\u0307 ı ſ K Å ﬁ ǅ Ω ς ΟΔΟΣ. ŉ ŉt 中文。 日本語 「引用」。 『』 （） 【】 ， 、 中.文
    한국어. 你好！ ไทย العربية. الخبر، ؟ ، ؛ שלום. "שלום" Привет. «Да». हिन्दी। ։ ።
    𝐁𝐨𝐥𝐝. 𝟏. 𝟏,𝟐 ａｂｃ． Ａ． ª º ª.
    ǆ ჯ Ა ꙮ ª' a\u200b. a\u200d' .\u200b .\ufeff \ufeff" \u200b' a\xad. .\xad
""".split()
PIECES = [STOPS, STOPS, QUOTES, QUOTES, SIGNS, CLOSERS, ABBREVIATIONS, NUMBERS, CONTRACTIONS,
          SIGNS, LETTERS, LETTERS, MARKS, SPACES, DASHES]  # fmt: skip
BETWEEN = [*["", " ", "  ", "\n", "\n\n", "\r\n", " \n", "\t"] * 3, *[" "] * 40, *SPACES]
SMALL = "a A 1 . , ' \" ` ? ! ( ) - : % ’ “ \n \xa0 \x1c".split(" ") + [" ", "s", "…"]
CHARACTERS = [*SMALL, *SMALL, *"“”‘’«»„`';:,.-–—*@#$&[]{}<>()0Ii", *DASHES, *MARKS, *SPACES]
STARTS = ["Mr. J. K. Smith", "It's", '"No', "He said", "U.S.", "(It", "'Tis", "In 2006.", "“No", ""]


def every_short_string(longest: int = 3) -> list[str]:
    """All strings of up to `longest` characters over a small hostile alphabet."""
    return ["".join(s) for n in range(longest + 1) for s in product(SMALL, repeat=n)]


def real_sentences() -> list[str]:
    """The lines of the sample articles that are sentences or nearly so."""
    folder = Path(__file__).parent.parent / "data" / "sample"
    lines = (x for f in sorted(folder.rglob("*.txt")) for x in f.read_text("utf-8").split("\n"))
    return [line[:110] for line in lines if len(line) > 20]


def nasty(seed: int, n: int) -> list[str]:
    """Return n nasty strings of up to about 120 characters; the same seed gives the same."""
    chance, real = random.Random(seed), real_sentences()
    kinds = [_glued, _spaced, _runs, _short, _mutated, _mutated, _sentences, _columns]
    return [chance.choice(kinds)(chance, real)[: chance.choice([60, 90, 120])] for _ in range(n)]


def _piece(chance) -> str:
    return chance.choice(chance.choice(PIECES))


def _glued(chance, real) -> str:
    return "".join(_piece(chance) for _ in range(chance.randint(2, 14)))


def _spaced(chance, real) -> str:
    """Pieces between spaces, mostly of one kind."""
    space = chance.choice(BETWEEN)
    some = (_piece(chance) + (space if chance.random() < 0.8 else chance.choice(BETWEEN))
            for _ in range(chance.randint(2, 16)))  # fmt: skip
    return chance.choice(["", "", space]) + "".join(some)


def _runs(chance, real) -> str:
    """A sign again and again, with and without something between."""
    some = []
    for _ in range(chance.randint(1, 4)):
        between = chance.choice(["", "", " ", "\n", chance.choice(SPACES)])
        some.append(between.join([_piece(chance)] * chance.randint(2, 12)))
    return chance.choice(["", " ", " a", "."]).join(some)


def _short(chance, real) -> str:
    return "".join(chance.choice(CHARACTERS) for _ in range(chance.randint(4, 9)))


def _mutated(chance, real) -> str:
    """A real sentence with a few characters put in, taken out or changed."""
    text = list(chance.choice(real))
    for _ in range(chance.randint(1, 6)):
        at, wide = chance.randrange(len(text) + 1), chance.choice([0, 0, 1, 1, 2])
        text[at : at + wide] = chance.choice([
            [], [chance.choice(CHARACTERS)], [chance.choice(CHARACTERS)], [_piece(chance)],
            [chance.choice(STOPS), chance.choice(BETWEEN)],
        ])  # fmt: skip
    return "".join(text)


def _sentences(chance, real) -> str:
    """Short sentences with all that may stand at their ends, beginnings and joints."""
    some = []
    for _ in range(chance.randint(2, 5)):
        words = [chance.choice(STARTS), *(chance.choice(LETTERS + ABBREVIATIONS + CONTRACTIONS)
                                          for _ in range(chance.randint(0, 3)))]  # fmt: skip
        end = chance.choice(STOPS) + chance.choice(["", "", *QUOTES, *CLOSERS])
        some += [" ".join(words), end, chance.choice(["", " ", "\n", *BETWEEN]),
                 chance.choice(["", "", "", *QUOTES, *MARKS, *CLOSERS])]  # fmt: skip
    return "".join(some)


def _columns(chance, real) -> str:
    """One piece in every neighbourhood: before and after it what often stands there."""
    piece, around = _piece(chance), [*SMALL, " ", " a", "a ", ". ", ' "', "the ", " The", "\n\n"]
    some = (chance.choice(around) + piece + chance.choice(around) for _ in range(6))
    return "".join(some)

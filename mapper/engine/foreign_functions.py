"""How another product or language calls a function in, the function of this language out, and whether it is the same.

Spreadsheets, Entra, Okta, SQL, Python, JavaScript and Jinja2 call things differently. Where the arguments and what
comes out are the same as well, a call can be repaired by another name alone; else only a hint can say what there is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Familiar:
    """The function of this language, and whether it takes the same arguments to the same end."""

    name: str
    is_same: bool


_SAME = {
    "upper": "uppercase toupper touppercase ucase upcase",
    "lower": "lowercase tolower tolowercase lcase downcase",
    "trim": "strip stripped trimmed",
    "length": "len strlen",
    "starts_with": "startswith beginswith startwith",
    "ends_with": "endswith endwith",
    "contains": "includes stringcontains hassubstring",
    "not_null": "coalesce ifnull nvl",
    "is_absent": "isblank isnullorempty isnullorwhitespace isnil isundefined isnone",
    "if_else": "iif ifelse iff",
    "split_text": "split explode",
    "replace_text": "replaceall substitute strreplace",
    "regex_match": "regexplike",
    "join_present": "concatws",
    "to_string": "tostring str tostr",
    "to_number": "tonumber",
    "distinct": "unique uniq removeduplicates dedupe",
    "fold_accents": "stripaccents removeaccents normalizediacritics unaccent removediacritics asciify stripdiacritics",
    "after": "substringafter",
    "before": "substringbefore",
    "in_group": "ismemberofgroupname",
    "email_domain": "emaildomain",
    "is_email": "isvalidemail isemailaddress",
    "sort": "sorted",
    "reverse": "reversed strrev",
    "to_array": "toarray tolist",
}
"""What takes the same arguments in the same order, in small letters without `_`."""

_ALIKE = {
    "join_present": "concat concatenate append textjoin stringjoin implode",
    "mid": "substring substr slice charat",
    "length": "size count",
    "phone_e164": "e164 phone phonenumber formatphone",
    "email_domain": "getdomain domain defaultdomain",
    "email_local": "localpart username mailnickname",
    "lookup": "vlookup xlookup table map dict mapping translate",
    "listed": "inlist isin in oneof isoneof among anyof",
    "contains": "has indexof find instr strpos search position",
    "is_absent": "isempty isnull ispresent exists defined isdefined notempty isnotempty isnotnull isset present",
    "to_string": "string text cstr format tochar",
    "to_number": "tointeger parsefloat parseint toint int integer number float cint value val",
    "if_else": "if ternary ifthenelse when",
    "switch": "case stringswitch decode choose ifs",
    "regex_match": "matchesregex matches match regex regexp rlike like test",
    "regex_extract": "extract regexpextract regexpsubstr findall",
    "regex_replace": "regexreplaceall regexpreplace sub gsub replacefirst resub",
    "replace_text": "replace removespaces stripspaces remove delete translatechars erase",
    "title_name": "titlecase propercase pcase initcap titleize capitalize proper camelcase",
    "pad": "padleft padright lpad rpad padstart padend zfill ljust rjust leftpad",
    "keyed_hash": "hash md5 sha1 sha256 sha512 hmac",
    "in_group": "hasgroup memberof ismemberof ismemberofgroup ingroup group hasrole getfilteredgroups isingroup role",
    "parse_date": "date todate datevalue cdate strptime parse datetime todatetime fromdate",
    "format_date": "formatdate formatdatetime dateformat strftime",
    "add_days": "dateadd adddate plusdays",
    "days_between": "datediff daysbetween datedif",
    "now": "utcnow currenttime currenttimestamp getdate sysdate",
    "today": "currentdate curdate",
    "fold_accents": "normalize normalise ascii unidecode",
    "trim": "lstrip rstrip ltrim rtrim clean squeeze trimstart trimend",
    "shorten": "truncate abbreviate ellipsis cut",
    "pick": "firstoftype primary",
    "at": "item nth elementat",
    "word": "words getword wordat",
    "first_present": "default fallback orelse",
    "country_code": "country iso3166 iso3166convert toalpha2",
    "name_parts": "splitname parsename firstname lastname givenname familyname surname",
    "language_tag": "language locale",
    "slug": "slugify",
    "type": "typeof",
}
"""What does much the same with other arguments, or may mean another thing."""

_OTHER_ARGUMENTS = frozenset({"switch", "mid", "word", "replace", "join", "left", "right", "count"})
"""Names that Entra and spreadsheets have as well, in capital letters and with other arguments."""

FAMILIAR_FUNCTIONS: dict[str, Familiar] = {
    word: Familiar(name, is_same)
    for table, is_same in ((_ALIKE, False), (_SAME, True))
    for name, words in table.items()
    for word in words.split()
}

_JOINTS = re.compile(r"[\s_-]+")


def familiar_function(name: str, known: Collection[str]) -> Familiar | None:
    """The function of *known* that is called *name* elsewhere."""
    folded = _JOINTS.sub("", name.casefold())
    if name not in known and folded in _OTHER_ARGUMENTS and folded in known:
        return Familiar(folded, is_same=False)
    familiar = FAMILIAR_FUNCTIONS.get(folded)
    return familiar if familiar is not None and familiar.name in known else None

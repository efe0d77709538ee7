"""Words that say the same across a desk: what lets the gate see a locked fact said in other words.

Lower-case stems or phrases; a stem matches at the beginning of a word. A class holds what can stand in one another's
place in a sentence about work. Every word here is a word the employee may say less often, so a word earns its place by
the leaks it catches: tests/persona/test_gate.py counts those, and the authored lines it would wrongly stop (none).
"""

CLEAR: tuple[tuple[str, ...], ...] = (
    ("harder", "tougher", "trickier", "meatier", "more difficult", "more demanding", "more complex", "more ambitious"),
    ("bored", "boredom", "boring", "monoton", "tedious", "tedium", "mind-numbing", "dull", "unchalleng",
     "underchalleng", "under-challeng", "unstimulat", "not challenged", "not stretched", "on autopilot",
     "not enough to do", "too little to do", "going through the motions"),
    ("underus", "under-us", "underutili", "under-utili", "going to waste", "talents are wast", "skills are wast"),
    ("capable of", "able to do more", "much more in me", "more to give"),
    ("more challeng", "bigger challeng", "greater challeng", "real challeng", "proper challeng", "tougher work"),
    ("more to do", "more on my plate", "more responsib"),
    ("teeth into", "something meaty", "something substantial"),
    ("high perform", "high-perform", "top perform", "strong perform", "star perform", "high achiev", "high-achiev",
     "top talent", "one of the best", "among the best", "best people"),
    ("taken away", "taken from me", "removed from me", "pulled from me", "stripped from me"),
    ("fragil", "breakable", "brittle", "made of glass", "made of porcelain", "easily broken", "going to break",
     "about to break", "might shatter", "might fall apart", "egg-shells", "eggshells", "kid gloves", "cotton wool"),
    ("label", "branded as", "pigeonhol", "stamped as"),
    ("can't cope", "cannot cope", "can't handle things", "unable to cope", "not up to it"),
    ("scared", "afraid", "frighten", "terrif", "dreading"),
    ("too late", "past the point of", "lost my chance", "missed my chance", "missed the boat", "train has left"),
    ("miss me", "missed me", "notice i'm gone", "notice i was gone", "noticed i was gone", "notice my absence",
     "noticed my absence", "feel my absence", "noticed that i wasn't"),
    ("said nothing", "kept quiet", "kept silent", "stayed quiet", "stayed silent", "held my tongue", "bit my tongue",
     "didn't speak up", "never spoke up", "didn't object", "never objected", "kept my mouth"),
    ("verdict", "judgement", "judgment", "foregone conclusion"),
    ("runs itself", "run itself", "run themsel", "runs on its own", "run on their own", "practically automatic",
     "do themselves", "does itself", "on rails"),
    ("nothing left", "not much left", "little left", "barely anything left", "almost nothing left"),
    ("spreadsheet", "workbook", "excel file"),
    ("nobody reads", "no one reads", "nobody looks at", "no one looks at", "nobody opens"),
    ("forty people", "whole department", "everyone watching"),
)  # fmt: skip
"""Clear enough to stand alone."""

LOOSE: tuple[tuple[str, ...], ...] = (
    ("hard", "harder", "tough", "difficult", "demanding", "challeng", "tricky", "complex"),
    ("easy", "simple", "trivial", "routine", "mindless"),
    ("want", "wish", "crave", "craving", "hungry for", "yearn", "longing for", "hope for", "hoping for", "love to",
     "would like", "i'd like", "dream of", "could do with"),
    ("need", "could use", "must have"),
    ("be seen", "be notic", "be recogni", "be valued", "be regarded", "be known as", "be taken seriously", "be viewed",
     "be respected"),
    ("seen as", "regarded as", "thought of as", "viewed as", "known as", "looked on as", "considered"),
    ("notic", "register", "realis", "realiz"),
    ("nobody", "no one", "no-one", "not one person", "not a soul", "none of them"),
    ("take away", "taken away", "took away", "strip", "remove", "relieve me"),
    ("blame", "fault", "scapegoat", "held responsible", "held against", "punish", "take the fall",
     "taken the fall", "took the fall", "get the flak"),
    ("volunteer", "inviting", "signing up for", "stepping forward for"),
    ("root cause", "culprit", "reason it failed", "the one to blame"),
    ("slide", "presentation", "powerpoint", "big screen"),
    ("flagged", "warned", "spoke up", "pointed out", "sounded the alarm"),
    ("estimate", "estimation", "forecast", "deadline", "timeline"),
    ("date", "deadline", "due date"),
    ("handed", "imposed", "dictated", "given to me", "set for me", "dropped on"),
    ("mine", "my own"),
    ("own", "be responsible for", "be accountable for", "be in charge of"),
    ("knew", "was aware", "realised", "realized", "could tell"),
    ("drag", "crawl", "creep by", "go on forever", "never-ending", "endless"),
    ("worr", "afraid", "fear", "anxious"),
)  # fmt: skip
"""Clear only beside the rest of a tell."""

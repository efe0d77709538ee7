"""Words that say the same across a desk: what lets the gate see a locked fact said in other words.

Lower-case stems or phrases; a stem matches at the beginning of a word. A class holds what could stand in one another's
place in a sentence about work. Kept small on purpose: every word added here is a word the employee may say less often.
"""

CLASSES: tuple[tuple[str, ...], ...] = (
    # what the work is like
    ("hard", "harder", "difficult", "tough", "demanding", "challeng", "tricky", "complex", "meaty", "meatier"),
    ("easy", "simple", "trivial", "routine", "mindless", "no effort"),
    ("bored", "boring", "boredom", "monoton", "tedious", "tedium", "mind-numbing", "numbs", "dull"),
    ("bored", "under-challeng", "underchalleng", "unchalleng", "unstimulat", "not challenged", "not stretched"),
    ("bored", "not enough to do", "too little to do", "nothing to get my teeth", "on autopilot", "going through the motions"),
    ("underus", "under-us", "underutili", "under-utili", "going to waste", "wasting my", "talent is wast", "skills are wast"),
    ("capable of", "able to do more", "could do much more", "could do so much more", "more in me", "more to give"),
    ("stretch me", "push me", "challenge me", "test me"),
    # wanting
    ("want", "wish", "crave", "craving", "hungry for", "yearn", "long for", "longing for", "hoping for", "i'd love",
     "i would love", "i would like", "dream of"),
    ("need", "could do with", "could use"),
    # being seen
    ("be seen", "be notic", "be recogni", "be valued", "be regarded", "be known as", "be thought of", "be taken seriously",
     "be viewed", "be respected", "be acknowledged", "being recogni", "being seen", "being valued"),
    ("seen as", "regarded as", "thought of as", "viewed as", "known as", "looked on as", "considered a", "count as a"),
    ("high perform", "top perform", "strong perform", "star perform", "high achiev", "top talent", "high-perform",
     "strong contribut", "best analyst", "one of the best", "someone who excels"),
    ("recogni", "acknowledg", "appreciat", "credit for"),
    ("reputation", "standing", "good name"),
    # work that goes
    ("taken away", "taken from me", "removed from me", "stripped", "pulled from me", "moved away from me", "handed to others",
     "given to someone else", "given to others", "given to other people", "passed to other", "reassigned"),
    ("take away", "strip", "remove my", "pull my", "hand my work"),
    # being handled
    ("fragil", "breakable", "delicate", "brittle", "easily broken", "going to break", "about to break", "might shatter",
     "made of glass", "porcelain", "egg-shells", "eggshells", "fall apart", "too weak", "vulnerable"),
    ("label", "branded", "pigeonhol", "stamped as", "written down as"),
    ("can't cope", "cannot cope", "can't handle", "cannot handle", "unable to cope", "struggling to cope"),
    # fear and time
    ("scared", "afraid", "frighten", "terrif", "fear", "anxious that", "dread"),
    ("too late", "missed my chance", "missed the moment", "past the point", "no longer possible", "left it so long"),
    ("minds made up", "mind made up", "decision is made", "already decided", "already made up", "it's decided"),
    # nobody
    ("nobody", "no one", "no-one", "not one person", "not a soul", "none of them"),
    ("notic", "register", "realis", "realiz", "pick up on"),
    ("miss me", "notice i'm gone", "notice i was gone", "noticed i was gone", "notice my absence", "feel my absence"),
    # silence
    ("said nothing", "kept quiet", "kept silent", "stayed quiet", "stayed silent", "held my tongue", "bit my tongue",
     "didn't speak up", "never spoke up", "didn't object", "never objected", "kept my mouth"),
    ("verdict", "judgement", "judgment", "sentence passed", "foregone conclusion"),
    ("thank", "grateful", "said thanks"),
    # blame
    ("blame", "fault", "scapegoat", "held responsible", "held against me", "in trouble", "punish", "take the fall",
     "get the flak", "fingers pointed"),
    ("volunteer", "asking for", "inviting", "signing up for", "stepping forward for"),
    ("root cause", "reason it failed", "reason for the failure", "culprit", "the one to blame"),
    ("slide", "presentation", "powerpoint", "projector"),
    ("flagged", "warned", "raised", "spoke up about", "pointed out", "sounded the alarm"),
    ("in front of", "before the whole", "publicly"),
    # dates and estimates
    ("estimate", "estimation", "forecast", "deadline", "timeline"),
    ("date", "deadline", "due date"),
    ("handed", "imposed", "dictated", "given to me", "set for me", "dropped on"),
    ("mine", "my own", "my decision", "up to me"),
    ("own", "be responsible for", "be accountable for", "be in charge of"),
    ("spreadsheet", "excel file", "workbook", "tracker", "private log", "secret file"),
    ("knew", "was aware", "realised", "realized", "could tell"),
    # slow weeks
    ("drag", "crawl", "creep by", "go on forever", "never-ending", "endless", "seem to last"),
    ("runs itself", "run itself", "run themsel", "runs on its own", "run on their own", "works by itself", "automat",
     "practically automatic", "do themselves", "does itself"),
    ("nothing left", "not much left", "little left", "hardly anything left", "almost nothing left", "barely anything left"),
)  # fmt: skip

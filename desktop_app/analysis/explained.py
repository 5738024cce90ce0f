"""What is each analysis, what is it not, and where can a historian read more?"""

from dataclasses import dataclass

from desktop_app.casebook.language import tr


@dataclass(frozen=True, slots=True)
class Explained:
    title: str
    what: str
    what_not: str
    literature: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{self.what} {self.what_not}"


GRIFFITHS = (
    "Thomas L. Griffiths and Joshua B. Tenenbaum, “From Mere Coincidences to Meaningful Discoveries”, Cognition 103 "
    "(2007): 180–226"
)
FAIRFIELD = "Tasha Fairfield and Andrew E. Charman, Social Inquiry and Bayesian Inference (Cambridge, 2022)"
VAN_EVERA = "Stephen Van Evera, Guide to Methods for Students of Political Science (Ithaca, 1997)"
ZAKS = "Sherry Zaks, “Updating Bayesian(s)”, Political Analysis 29 (2021): 58–74, against it"
DIACONIS = "Persi Diaconis and Frederick Mosteller, “Methods for Studying Coincidences”, JASA 84 (1989): 853–861"
SOBER = "Elliott Sober, “Coincidences and How to Think about Them”"


def evidence() -> Explained:
    return Explained(
        tr("Weighing evidence"),
        tr(
            "An account of how your own weights add up, if the items are independent and just one of the explanations "
            "holds. It shows which item carries the result, and what would change it."
        ),
        tr("It is not the probability that the book is right, and no better than the weights that went in."),
        (FAIRFIELD, VAN_EVERA, ZAKS),
    )


def pairs() -> Explained:
    return Explained(
        tr("Weighing evidence in pairs"),
        tr(
            "An account of how your own weights add up, explanation against explanation, where more than one may hold: "
            "each pair as if the others were not there."
        ),
        tr("It does not say how probable an explanation is, and the numbers do not add up to 100."),
        (FAIRFIELD, VAN_EVERA, ZAKS),
    )


def process_tracing() -> Explained:
    return Explained(
        tr("Tests of an explanation"),
        tr(
            "Certitude: how often you would find the item if the explanation holds. Uniqueness: how rarely if it does "
            "not. A hoop test must be passed and confirms little; a smoking gun confirms much and need not be there."
        ),
        tr("What “does not hold” means depends on the rival: name it before you give the number."),
        (
            VAN_EVERA,
            "David Collier, “Understanding Process Tracing”, PS 44 (2011): 823–830",
            "Macartan Humphreys and Alan M. Jacobs, Integrated Inferences (Cambridge, 2023)",
        ),
    )


def counts() -> Explained:
    return Explained(
        tr("Counting items"),
        tr(
            "How far the bare number of items for and against goes, without a weight for each; and how partial the "
            "record would have to be (ω) for the numbers to say nothing."
        ),
        tr("It takes a weak item for as good as a strong one, and the closed archive is only a convention."),
        (
            "Matías López and Jake Bowers, arXiv 2310.13826 (2023)",
            "Lopez, Bowers and Gajardo Cooper, “Two Fully Specified Bayes Factors” (2026), R package DrWrinch",
        ),
    )


def readers() -> Explained:
    return Explained(
        tr("Two readers"),
        tr("Where two readers of the same case weigh an item alike, and where they differ."),
        tr("Agreement is no proof: both may have read the same book. With few items the coefficients jump."),
        (
            "Jacob Cohen, “Weighted Kappa”, Psychological Bulletin 70 (1968): 213–220",
            "Klaus Krippendorff, Content Analysis (Thousand Oaks, 2019)",
        ),
    )


def plane() -> Explained:
    return Explained(
        tr("The coincidence plane"),
        tr(
            "How probable something more than chance was beforehand, against how much the evidence speaks for it. A "
            "mere coincidence has evidence for a cause, and too little to overcome how improbable the cause was."
        ),
        tr("People rate the evidence well and find new causes too likely beforehand: doubt the first axis."),
        (GRIFFITHS,),
    )


def same_date() -> Explained:
    return Explained(
        tr("Same date"),
        tr("A base rate for matches of this kind: how often so many acts would fall on one date by chance."),
        tr("It tells no cause from chance. Matches are much more common than they seem."),
        (DIACONIS, SOBER),
    )


def overlap() -> Explained:
    return Explained(
        tr("Overlap and interval"),
        tr("A base rate: how often spans of these lengths would overlap, or lie so near, if set down blindly."),
        tr("Nothing in history is set down blindly: seasons, distances and other events shape every date."),
        (DIACONIS, SOBER),
    )


def closeness() -> Explained:
    return Explained(
        tr("Closeness in place and time"),
        tr(
            "Whether events that are near in place are also near in time, more than if their dates were dealt out anew "
            "among them."
        ),
        tr("It does not say why. Where people gathered anyway, it finds closeness too easily: deal within strata."),
        (
            "E. G. Knox, “The Detection of Space-Time Interactions”, Applied Statistics 13 (1964): 25–30",
            "Nathan Mantel, “The Detection of Disease Clustering”, Cancer Research 27 (1967): 209–220",
            "Carl P. Schmertmann, Biometrics (2015), doi 10.1111/biom.12323, on its bias",
        ),
    )


def shifting() -> Explained:
    return Explained(
        tr("Two itineraries, one shifted"),
        tr("On how many days two actors were near, against the same itinerary begun on every other day."),
        tr("A shift takes away the season and the summons that brought both to one place: compare with the story."),
        ("Nathan Mantel, “The Detection of Disease Clustering”, Cancer Research 27 (1967): 209–220",),
    )


def definitions() -> Explained:
    return Explained(
        tr("Many definitions"),
        tr("The same test under every definition of “near” at once, your own choice marked."),
        tr("The cells share their data: do not count them as repetitions, and do not choose the best of them."),
        (
            "Sara Steegen and others, “Increasing Transparency Through a Multiverse Analysis”, Perspectives on "
            "Psychological Science 11 (2016): 702–712",
            "Uri Simonsohn and others, “Specification Curve Analysis”, Nature Human Behaviour 4 (2020): 1208–1214",
        ),
    )


def locks() -> Explained:
    return Explained(
        tr("A lock"),
        tr("What you wrote down before the number appeared, with the time and a hash: a note to yourself."),
        tr("It proves nothing to anybody else, unless you sent the hash to a colleague."),
        (),
    )

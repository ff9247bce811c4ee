"""Who is in the demo. Everybody is made up; every address ends in example.org."""

from dataclasses import dataclass, field

from opencoach.people.models import Engagement, Membership

Role = Membership.Role
Status = Engagement.Status

PRACTICE = {
    "name": "Okafor Coaching",
    "slug": "okafor",
    "zone": "Europe/Berlin",
    "hue": "pine",
    "specialisations": ["executive", "career", "health", "life"],
    "response_hours": 24,
    "welcome": (
        "Welcome. This conversation is ours: it is open at any time, and nobody else in the practice reads it.\n\n"
        "I answer within a day, usually in the morning. Before our first talk, think of one thing that you would like "
        "to be different in three months."
    ),
    "crisis_contacts": [
        {
            "name": "Emergency services",
            "details": "When somebody's life or safety is in danger now",
            "phone": "112",
            "url": "",
        },
        {
            "name": "Find a Helpline",
            "details": "Free, confidential help in a crisis, by country",
            "phone": "",
            "url": "https://findahelpline.com",
        },
    ],
    "referral_contacts": [
        {
            "name": "Your doctor",
            "details": "When sleep, mood or your body worries you for more than two weeks",
            "phone": "",
            "url": "",
        },
        {
            "name": "A psychotherapist",
            "details": "When something old or heavy needs more than coaching; we will help you look for one",
            "phone": "",
            "url": "",
        },
    ],
}


@dataclass(frozen=True, slots=True)
class Who:
    """`letter` is their initial in `talks/`; `days` ago they came."""

    letter: str
    name: str
    role: str
    zone: str
    days: int

    @property
    def email(self) -> str:
        plain = self.name.split()[0].lower().replace("á", "a")
        return f"{plain}@example.org"


PEOPLE = (
    Who("M", "Miriam Okafor", Role.OWNER, "Europe/Berlin", 400),
    Who("D", "Devi Anand", Role.COACH, "Europe/Berlin", 210),
    Who("P", "Priya Raman", Role.ASSISTANT, "Europe/Berlin", 150),
    Who("R", "Ruben Tan", Role.SPONSOR, "Asia/Singapore", 121),
    Who("A", "Ana Kovačević", Role.CLIENT, "Asia/Singapore", 120),
    Who("T", "Tomás Ferreira", Role.CLIENT, "Europe/Lisbon", 117),
    Who("J", "Jonas Weber", Role.CLIENT, "Europe/Berlin", 114),
    Who("L", "Leila Haddad", Role.CLIENT, "Europe/Paris", 123),
    Who("G", "Grace Mensah", Role.CLIENT, "Africa/Accra", 112),
    Who("E", "Mei Tanaka", Role.CLIENT, "Asia/Tokyo", 98),
    Who("O", "Omar Said", Role.CLIENT, "Europe/London", 97),
    Who("S", "Sofia Lindqvist", Role.CLIENT, "Europe/Stockholm", 97),
)


@dataclass(frozen=True, slots=True)
class Work:
    """One engagement; `talk` is its file in `talks/`, `unread` how many of the last messages each hasn't seen."""

    talk: str
    coach: str
    clients: str
    specialisation: str
    days: int
    status: str = Status.ACTIVE
    group: str = ""
    sponsor: str = ""
    sessions: int = 0
    ended: int = 0  # days ago
    unread: dict[str, int] = field(default_factory=dict)


WORK = (
    Work("ana", "M", "A", "executive", 120, sponsor="R", sessions=12, unread={"M": 3}),
    Work("tomas", "D", "T", "career", 117, sessions=24, unread={"D": 2}),
    Work("jonas", "M", "J", "health", 114, unread={"M": 1}),
    Work("leila", "M", "L", "life", 123, status=Status.ENDED, sessions=10, ended=6),
    Work("grace", "D", "G", "executive", 112, status=Status.PAUSED, sessions=10),
    Work("leads", "M", "EOS", "executive", 98, group="First-time leads", sessions=9, unread={"E": 1, "S": 4}),
)

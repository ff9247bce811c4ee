"""Questionnaires from other programs: XLSForm (xlsx, xls, csv) and SurveyJS (JSON), beside OpenCoach's own JSON.

`imported` gives a definition and says what it had to leave out; a file that can't be read makes nothing.
"""

from opencoach.questionnaires.importing.found import Imported
from opencoach.questionnaires.importing.taking import imported

__all__ = ["Imported", "imported"]

"""How much a definition may hold: enough for the largest instruments that are in use, and no room for bombs."""

MOST_BYTES = 1_000_000  # of a definition as JSON
DEEPEST = 24  # lists and objects within each other
MOST_PAGES = 200
MOST_ITEMS = 1_000  # of all pages
MOST_OPTIONS = 500  # of one item
MOST_ROWS = 200  # of a matrix, or of a table
MOST_COLUMNS = 20  # of a table
MOST_POINTS = 101  # of a scale
MOST_CONDITIONS = 50  # of one rule
MOST_COMPUTED = 200
MOST_SCORES = 200
MOST_PARTS = 1_000  # of one score
MOST_SINKS = 100
MOST_LANGUAGES = 40
LONGEST_TEXT = 20_000
LONGEST_EXPRESSION = 2_000
LONGEST_ANSWER = 100_000  # characters of one text
LARGEST = 1e15  # a number in a definition, an answer or a result; whole numbers are exact up to here
MOST_FILES = 20  # of one item
MOST_FILE_BYTES = 2_000_000_000

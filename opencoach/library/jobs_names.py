"""Names of jobs that actions ask to run soon."""

THUMBNAILS = "library.thumbnails"

"""When a coach is busy by the calendars that they keep elsewhere: fetched by the worker, read in a process of its own,
kept as stretches of time and nothing else."""

"""A questionnaire by text, one question at a time: `steps` says which, `reading` what an answer means, `talk` leads."""

"""When an effect sets in, how far it goes, and whether it lasts."""

from everyrep.evidence.lag.course import Course, course_of, sentence

__all__ = ["Course", "course_of", "sentence"]

"""Vacancies from what employers have published already: a page, a feed, a file, or the words of an advert.

Nothing here saves a guess: what an advert says is shown with the words it was read from, and a person confirms it.
"""

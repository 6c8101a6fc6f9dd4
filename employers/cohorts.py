"""How many jobs there are for a group that learns together, in words that somebody hears before saying yes."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def ratio(trainees: int, jobs: int) -> str:
    """`7 jobs for 12 people, so five will not get one of these.`"""
    people = "1 person" if trainees == 1 else f"{trainees} people"
    if jobs == 0:
        return f"There is no job for these {people} yet."
    posts = "1 job" if jobs == 1 else f"{jobs} jobs"
    without = trainees - jobs
    if without <= 0:
        return f"{posts} for {people}: one for everybody."
    return f"{posts} for {people}, so {_number(without)} will not get one of these."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
